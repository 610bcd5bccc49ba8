using Endpoints.Generated;

namespace Endpoints.Connections;

/// <summary>
/// Where a connection delivers what it receives. It makes one call at a time and waits for each to complete; no task is ever
/// faulted: what a handler throws is the sink's business.
/// </summary>
internal interface ISessionSink
{
    /// <summary>Which messages are taken; others are refused with 1003, without a call. The same all the time.</summary>
    HandlerKinds Handlers { get; }

    ValueTask OpenedAsync(WebSocketSession session);

    ValueTask TextAsync(WebSocketSession session, IncomingMessage message);

    ValueTask BinaryAsync(WebSocketSession session, IncomingMessage message);

    /// <summary>A text message that begins, and is read while it arrives. Ping and pong handlers may run meanwhile.</summary>
    ValueTask TextBodyAsync(WebSocketSession session, MessageBody body) => default;

    /// <summary>A binary message that begins, and is read while it arrives. Ping and pong handlers may run meanwhile.</summary>
    ValueTask BinaryBodyAsync(WebSocketSession session, MessageBody body) => default;

    ValueTask PingAsync(WebSocketSession session, IncomingMessage message);

    ValueTask PongAsync(WebSocketSession session, IncomingMessage message);

    /// <summary>Whether handlers take messages as a sequence, see <see cref="StreamAsync"/>.</summary>
    bool HasStreams => false;

    /// <summary>
    /// Runs those handlers, beside the delivery of messages; completes when all of them have ended. Called once, after
    /// <see cref="OpenedAsync"/>, and only with <see cref="HasStreams"/>.
    /// </summary>
    ValueTask StreamAsync(WebSocketSession session) => default;

    /// <summary>
    /// No message is delivered any more, which those handlers have to learn. Comes at any time and from any thread, and may come
    /// twice, of which the first counts.
    /// </summary>
    /// <param name="lost">Cancelled, where the connection broke; otherwise the session is closing.</param>
    void EndInput(CancellationToken lost)
    {
    }

    /// <summary>The messages, for sinks that hand them to whoever holds the session.</summary>
    IAsyncEnumerable<WebSocketMessage> ReceiveAllAsync(CancellationToken cancellationToken) =>
        throw new InvalidOperationException("The messages of this session go to the handlers of its endpoint.");

    /// <summary>Nobody takes messages any more; those that come are dropped.</summary>
    void AbandonInput()
    {
    }

    /// <summary>The last call.</summary>
    ValueTask ClosedAsync(WebSocketSession session, CloseStatus status);
}
