using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Endpoints.Generated;

namespace Endpoints.Connections;

/// <summary>
/// Hands the messages of a session to whoever walks them, one at a time: the next one is delivered when it is asked for. Nothing is queued here.
/// </summary>
/// <param name="offThread">Whether the walk goes on on the thread pool rather than on the thread that received the message.</param>
[SuppressMessage("Reliability", "CA1001", Justification = "The walk disposes the sequence; there is nothing to dispose without one.")]
internal sealed class MessageSink(bool offThread = false) : ISessionSink
{
    // Nobody runs it: the walk is the session holder's own.
    private readonly MessageStream<WebSocketMessage> _messages = new(static _ => default, offThread);

    public HandlerKinds Handlers => HandlerKinds.Text | HandlerKinds.Binary;

    public ValueTask OpenedAsync(WebSocketSession session) => default;

    public ValueTask TextAsync(WebSocketSession session, IncomingMessage message) =>
        _messages.WriteAsync(new WebSocketMessage(isText: true, message.AsMemory()));

    public ValueTask BinaryAsync(WebSocketSession session, IncomingMessage message) =>
        _messages.WriteAsync(new WebSocketMessage(isText: false, message.AsMemory()));

    public ValueTask PingAsync(WebSocketSession session, IncomingMessage message) => default;

    public ValueTask PongAsync(WebSocketSession session, IncomingMessage message) => default;

    public void EndInput(CancellationToken lost) => _messages.End(lost);

    public void AbandonInput() => _messages.Abandon();

    public ValueTask ClosedAsync(WebSocketSession session, CloseStatus status) => default;

    public async IAsyncEnumerable<WebSocketMessage> ReceiveAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var messages = ((IAsyncEnumerable<WebSocketMessage>)_messages).GetAsyncEnumerator(cancellationToken);
        await using (messages.ConfigureAwait(false))
        {
            while (true)
            {
                try
                {
                    if (!await messages.MoveNextAsync().ConfigureAwait(false))
                    {
                        break;
                    }
                }
                catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
                {
                    throw new WebSocketClosedException(CloseStatus.AbnormalClosure);
                }

                yield return messages.Current;
            }
        }
    }
}
