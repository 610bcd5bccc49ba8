using System.Text.Json.Serialization.Metadata;

namespace Endpoints;

/// <summary>One open WebSocket connection, as handlers see it.</summary>
/// <remarks>
/// <para>Every member may be called from any thread at any time. Messages leave in the order in which the calls were made, and
/// never interleave. The methods that wait for room do so where the endpoint's <see cref="SendPolicy"/> is <see cref="SendPolicy.Wait"/>; with any
/// other they complete at once, whether the message was queued or dropped. A payload is copied before the call returns, so the caller may reuse its buffer at once.</para>
/// <para>After the end of the session the <c>Try</c> methods return <see langword="false"/> and the <c>Async</c> methods throw
/// <see cref="WebSocketClosedException"/>; <see cref="Abort"/> and <c>CloseAsync</c> do nothing.</para>
/// </remarks>
public abstract partial class WebSocketSession : IAsyncDisposable
{
    /// <summary>An identifier, unique in the process, that is also in the log scope of this session.</summary>
    public abstract string Id { get; }

    /// <summary>The request that opened the session.</summary>
    public abstract WebSocketHandshake Handshake { get; }

    /// <summary>The agreed sub-protocol, or <see langword="null"/> for none.</summary>
    public string? SubProtocol => Handshake.SubProtocol;

    /// <summary>The state at this moment; another thread may change it right after.</summary>
    public abstract WebSocketSessionState State { get; }

    /// <summary>Values that the application keeps with the session. Not synchronised.</summary>
    public abstract IDictionary<object, object?> Items { get; }

    /// <summary>The groups that the session is a member of, at this moment.</summary>
    public abstract IReadOnlyCollection<string> Groups { get; }

    /// <summary>Bytes, frame headers included, that wait to be written to the network.</summary>
    public abstract int BufferedAmount { get; }

    /// <summary>
    /// How many messages were dropped, or replaced by a later one with their key, because the peer reads too slowly: see <see cref="SendPolicy"/>.
    /// </summary>
    public virtual long DroppedMessages => 0;

    /// <summary>Cancelled when the session ends or is aborted; handlers get it as their <see cref="CancellationToken"/>.</summary>
    public abstract CancellationToken Aborted { get; }

    /// <summary>
    /// Completes, never faulted, with the status that ended the session: the peer's close frame, ours, or
    /// <see cref="CloseStatus.AbnormalClosure"/> when the connection broke. Not before the handlers have returned: one that awaits it waits
    /// for itself.
    /// </summary>
    public abstract Task<CloseStatus> Completion { get; }

    /// <summary>Queues a text message.</summary>
    /// <param name="utf8">The text as UTF-8. It is not validated: sending bytes that are not UTF-8 makes the peer close with 1007.</param>
    /// <returns><see langword="false"/> when the send queue is full or the session is not open; nothing was queued then.</returns>
    public abstract bool TrySendText(ReadOnlySpan<byte> utf8);

    /// <summary>Queues a binary message.</summary>
    /// <param name="payload">The message.</param>
    /// <returns><see langword="false"/> when the send queue is full or the session is not open; nothing was queued then.</returns>
    public abstract bool TrySendBinary(ReadOnlySpan<byte> payload);

    /// <summary>
    /// Queues a text message, in the place of the one with its key where that still waits: see <see cref="SendPolicy.KeepLatest"/>. With any other
    /// policy of the endpoint this is <see cref="TrySendText(ReadOnlySpan{byte})"/>.
    /// </summary>
    /// <param name="utf8">The text as UTF-8, not validated.</param>
    /// <param name="key">The key, compared exactly. It has nothing to do with those of <see cref="KeepLatestAttribute"/>.</param>
    /// <returns><see langword="false"/> when nothing was queued.</returns>
    public virtual bool TrySendText(ReadOnlySpan<byte> utf8, string key) => TrySendText(utf8);

    /// <summary>The same for a binary message.</summary>
    /// <param name="payload">The message.</param>
    /// <param name="key">The key.</param>
    /// <returns><see langword="false"/> when nothing was queued.</returns>
    public virtual bool TrySendBinary(ReadOnlySpan<byte> payload, string key) => TrySendBinary(payload);

    /// <summary>Queues a ping (RFC 6455 section 5.5.2).</summary>
    /// <param name="payload">At most 125 bytes.</param>
    /// <returns><see langword="false"/> when the session is not open, or too many control frames already wait.</returns>
    /// <exception cref="ArgumentException">The payload is larger than 125 bytes.</exception>
    public abstract bool TrySendPing(ReadOnlySpan<byte> payload = default);

    /// <summary>Queues a pong that answers no ping (RFC 6455 section 5.5.3).</summary>
    /// <param name="payload">At most 125 bytes.</param>
    /// <returns><see langword="false"/> when the session is not open, or too many control frames already wait.</returns>
    /// <exception cref="ArgumentException">The payload is larger than 125 bytes.</exception>
    public abstract bool TrySendPong(ReadOnlySpan<byte> payload = default);

    /// <summary>Queues a text message, waiting for room in the send queue.</summary>
    /// <param name="utf8">The text as UTF-8; must stay unchanged until the returned task completes.</param>
    /// <param name="cancellationToken">Gives up waiting for room; a message once queued is sent.</param>
    /// <exception cref="WebSocketClosedException">The session is not open, or ended while waiting.</exception>
    public abstract ValueTask SendTextAsync(ReadOnlyMemory<byte> utf8, CancellationToken cancellationToken = default);

    /// <summary>Queues a text message, waiting for room in the send queue.</summary>
    /// <param name="text">The text.</param>
    /// <param name="cancellationToken">Gives up waiting for room; a message once queued is sent.</param>
    /// <exception cref="WebSocketClosedException">The session is not open, or ended while waiting.</exception>
    public abstract ValueTask SendTextAsync(string text, CancellationToken cancellationToken = default);

    /// <summary>Queues a binary message, waiting for room in the send queue.</summary>
    /// <param name="payload">The message; must stay unchanged until the returned task completes.</param>
    /// <param name="cancellationToken">Gives up waiting for room; a message once queued is sent.</param>
    /// <exception cref="WebSocketClosedException">The session is not open, or ended while waiting.</exception>
    public abstract ValueTask SendBinaryAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken = default);

    /// <summary>
    /// Queues a value as a JSON text message, waiting for room in the send queue. It is written as the type info has it: see
    /// <see cref="MessageJson"/> for <see cref="MessageAttribute"/> types, whose discriminator only replies get by themselves.
    /// </summary>
    /// <param name="value">The value.</param>
    /// <param name="typeInfo">How to write it, from the application's <c>JsonSerializerContext</c>.</param>
    /// <param name="cancellationToken">Gives up waiting for room; a message once queued is sent.</param>
    /// <exception cref="WebSocketClosedException">The session is not open, or ended while waiting.</exception>
    public abstract ValueTask SendJsonAsync<T>(T value, JsonTypeInfo<T> typeInfo, CancellationToken cancellationToken = default);

    /// <summary>
    /// The messages of the peer, in the order in which they came, for who holds the whole session: who has connected as a client, or a
    /// <see cref="IWebSocketHandler"/>. Ends when either side has begun to close; what the peer had sent before is delivered.
    /// </summary>
    /// <param name="cancellationToken">Ends the reading, with an <see cref="OperationCanceledException"/>; the session stays open.</param>
    /// <returns>
    /// A sequence that can be walked once. The next message is taken from the network when it is asked for, which slows down a peer that sends
    /// faster than this is read; pings are answered meanwhile. Messages that come once the walk has ended are dropped.
    /// </returns>
    /// <remarks>
    /// The walk goes on on the thread that reads from the network, and what is sent within a step leaves when the step awaits something or
    /// asks for the next message: do not block in it.
    /// </remarks>
    /// <exception cref="WebSocketClosedException">The connection has broken: there was no close frame.</exception>
    /// <exception cref="InvalidOperationException">The messages go to the handlers of an endpoint, or were walked before.</exception>
    public virtual IAsyncEnumerable<WebSocketMessage> ReceiveAllAsync(CancellationToken cancellationToken = default) =>
        throw new InvalidOperationException("This session hands out no messages.");

    /// <summary>
    /// Makes the session a member of a group of its endpoint, to which <see cref="IWebSocketSessions{TEndpoint}.Group"/> sends. It leaves all
    /// its groups when its close handler has returned.
    /// </summary>
    /// <param name="group">The name, compared exactly: 1 to 256 characters. A group exists while it has members.</param>
    /// <returns><see langword="false"/> when it is a member, or the session has ended.</returns>
    /// <exception cref="InvalidOperationException">The session is in 1,024 groups already.</exception>
    public abstract bool Join(string group);

    /// <summary>Ends a membership; messages that were sent to the group before may still come.</summary>
    /// <param name="group">The name.</param>
    /// <returns><see langword="false"/> when there was none.</returns>
    public abstract bool Leave(string group);

    /// <summary>
    /// Begins the closing handshake (RFC 6455 section 7.1.2): what is queued is sent, then a close frame. The returned task completes
    /// when the frame is handed to the network, so it may be awaited in a handler; <see cref="Completion"/> completes when the
    /// connection is gone. A second call does nothing.
    /// </summary>
    /// <param name="status">A code that may be sent, and a reason of at most 123 bytes.</param>
    /// <param name="cancellationToken">Gives up waiting; the close frame stays queued.</param>
    /// <exception cref="ArgumentException">The code may not be sent or the reason is too long.</exception>
    public abstract ValueTask CloseAsync(CloseStatus status, CancellationToken cancellationToken = default);

    /// <summary>Begins the closing handshake with 1000.</summary>
    /// <param name="cancellationToken">Gives up waiting; the close frame stays queued.</param>
    public ValueTask CloseAsync(CancellationToken cancellationToken = default) => CloseAsync(CloseStatus.Normal, cancellationToken);

    /// <summary>Ends the connection at once, without a close frame; what is queued is lost.</summary>
    public abstract void Abort();

    /// <summary>
    /// For who has connected as a client: closes the session with 1000 where it is still open, drops what the peer still sends, and waits for
    /// <see cref="Completion"/>, which the close deadline bounds. A message that is being looked at is over with it. A handler of an endpoint has
    /// no need of it: its session ends by itself.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        await EndAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the session, and waits for its end where that is not the caller's own.</summary>
    internal virtual ValueTask EndAsync() => CloseAsync();
}
