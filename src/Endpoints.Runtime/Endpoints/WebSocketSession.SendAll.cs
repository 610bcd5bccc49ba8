using System.Text.Json.Serialization.Metadata;

namespace Endpoints;

/// <summary>Sending as a flow: a message, and all messages of a source.</summary>
public abstract partial class WebSocketSession
{
    /// <summary>When nothing can be sent any more: a close frame was sent or has come, or the connection is gone.</summary>
    internal virtual CancellationToken SendingEnds => Aborted;

    /// <summary>How the session ended, as far as it is known.</summary>
    internal virtual CloseStatus StatusSoFar => Completion.IsCompletedSuccessfully ? Completion.Result : CloseStatus.AbnormalClosure;

    /// <summary>Whether a message for which there is no room can wait for it, and is not dropped.</summary>
    internal virtual bool WaitsForRoom => true;

    /// <summary>Whether a message takes the place of the one with its key.</summary>
    internal virtual bool KeepsLatest => false;

    /// <summary>
    /// Waits until no more than so many bytes wait to be sent, as <see cref="BufferedAmount"/> counts them: for who makes messages only when the
    /// peer takes them.
    /// </summary>
    /// <param name="atMost">Bytes, 0 or more. 0 (default): everything has been handed to the network.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="WebSocketClosedException">The connection has ended before that.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="atMost"/> is negative.</exception>
    public virtual ValueTask WaitForDrainAsync(int atMost = 0, CancellationToken cancellationToken = default) => default;

    /// <summary>Queues a message with a key.</summary>
    internal virtual bool TrySend(bool isText, ReadOnlySpan<byte> payload, MessageKey key) => isText ? TrySendText(payload) : TrySendBinary(payload);

    /// <summary>Queues a message, waiting for room in the send queue.</summary>
    /// <param name="message">The message; its payload must stay unchanged until the returned task completes.</param>
    /// <param name="cancellationToken">Gives up waiting for room; a message once queued is sent.</param>
    /// <exception cref="WebSocketClosedException">The session is not open, or ended while waiting.</exception>
    public ValueTask SendAsync(WebSocketMessage message, CancellationToken cancellationToken = default) => message.IsText
        ? SendTextAsync(message.Payload, cancellationToken)
        : SendBinaryAsync(message.Payload, cancellationToken);

    /// <summary>Sends what a source yields, message by message, until it ends.</summary>
    /// <param name="source">
    /// The messages, for example those of <see cref="ReceiveAllAsync"/>. The next one is asked for when the one before has found room in the send
    /// queue, so a peer that reads slowly slows the source down; its payload may be used again from then on.
    /// </param>
    /// <param name="cancellationToken">Ends the sending of an open session, with an <see cref="OperationCanceledException"/>; it stays open.</param>
    /// <returns>
    /// Completes when the source has ended and everything in the send queue has been handed to the network. The session stays open.
    /// </returns>
    /// <remarks>
    /// <para>When the session begins to close, from either side, or its connection breaks, the source's token is cancelled, its enumerator is disposed, and
    /// this throws <see cref="WebSocketClosedException"/>, for nobody can know that everything was sent. A source that does not listen to the token
    /// is waited for until it yields again. One that ends by itself at that moment, as <see cref="ReceiveAllAsync"/> does when the peer closes, has
    /// ended: this completes if all that it yielded was written.</para>
    /// <para>Several sources of one session, and other senders, may send at the same time: messages never interleave, and each source keeps its order.
    /// What the source throws comes out of here, when its enumerator was disposed; what it had yielded before is sent.</para>
    /// </remarks>
    /// <exception cref="WebSocketClosedException">The session is not open, or ended before the source did.</exception>
    public Task SendAllAsync(IAsyncEnumerable<WebSocketMessage> source, CancellationToken cancellationToken = default) =>
        SendEachAsync(source, static (session, message, token) => session.SendAsync(message, token), cancellationToken);

    /// <summary>Sends what a source yields as text messages, until it ends.</summary>
    /// <param name="source">The texts. The next one is asked for when the one before has found room in the send queue.</param>
    /// <param name="cancellationToken">Ends the sending of an open session, with an <see cref="OperationCanceledException"/>; it stays open.</param>
    /// <returns>Completes when the source has ended and everything in the send queue has been handed to the network.</returns>
    /// <remarks>How it ends: see <see cref="SendAllAsync(IAsyncEnumerable{WebSocketMessage}, CancellationToken)"/>.</remarks>
    /// <exception cref="WebSocketClosedException">The session is not open, or ended before the source did.</exception>
    public Task SendAllAsync(IAsyncEnumerable<string> source, CancellationToken cancellationToken = default) =>
        SendEachAsync(source, static (session, text, token) => session.SendTextAsync(text, token), cancellationToken);

    /// <summary>Sends what a source yields as binary messages, until it ends.</summary>
    /// <param name="source">
    /// The payloads. The next one is asked for when the one before has found room in the send queue; its memory may be used again from then on.
    /// </param>
    /// <param name="cancellationToken">Ends the sending of an open session, with an <see cref="OperationCanceledException"/>; it stays open.</param>
    /// <returns>Completes when the source has ended and everything in the send queue has been handed to the network.</returns>
    /// <remarks>How it ends: see <see cref="SendAllAsync(IAsyncEnumerable{WebSocketMessage}, CancellationToken)"/>.</remarks>
    /// <exception cref="WebSocketClosedException">The session is not open, or ended before the source did.</exception>
    public Task SendAllAsync(IAsyncEnumerable<ReadOnlyMemory<byte>> source, CancellationToken cancellationToken = default) =>
        SendEachAsync(source, static (session, payload, token) => session.SendBinaryAsync(payload, token), cancellationToken);

    /// <summary>Sends what a source yields as JSON text messages, until it ends.</summary>
    /// <param name="source">The values. The next one is asked for when the one before has found room in the send queue.</param>
    /// <param name="typeInfo">How to write them, from the application's <c>JsonSerializerContext</c>.</param>
    /// <param name="cancellationToken">Ends the sending of an open session, with an <see cref="OperationCanceledException"/>; it stays open.</param>
    /// <returns>Completes when the source has ended and everything in the send queue has been handed to the network.</returns>
    /// <remarks>How it ends: see <see cref="SendAllAsync(IAsyncEnumerable{WebSocketMessage}, CancellationToken)"/>.</remarks>
    /// <exception cref="WebSocketClosedException">The session is not open, or ended before the source did.</exception>
    public Task SendAllAsync<T>(IAsyncEnumerable<T> source, JsonTypeInfo<T> typeInfo, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(typeInfo);
        return SendEachAsync(source, (session, value, token) => session.SendJsonAsync(value, typeInfo, token), cancellationToken);
    }

    /// <summary>Completes when everything queued is with the network (true), or cannot get there any more, because the connection is gone (false).</summary>
    internal virtual Task<bool> WhenFlushed() => Task.FromResult(true);

    private Task SendEachAsync<T>(
        IAsyncEnumerable<T> source, Func<WebSocketSession, T, CancellationToken, ValueTask> send, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        return PumpAsync(source, send, cancellationToken);
    }

    // Without ConfigureAwait: sources and handlers of one session go on on the same thread, where it has one.
    private async Task PumpAsync<T>(
        IAsyncEnumerable<T> source, Func<WebSocketSession, T, CancellationToken, ValueTask> send, CancellationToken cancellationToken)
    {
        var ends = SendingEnds;
        if (ends.IsCancellationRequested)
        {
            throw new WebSocketClosedException(StatusSoFar);
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(ends, cancellationToken);
        try
        {
            await foreach (var message in source.WithCancellation(either.Token))
            {
                await send(this, message, cancellationToken);
            }

            if (await WhenFlushed().WaitAsync(cancellationToken))
            {
                return;
            }
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            // Also where the caller's token is that of the session: why it was cancelled is what counts.
        }

        throw new WebSocketClosedException(StatusSoFar);
    }
}
