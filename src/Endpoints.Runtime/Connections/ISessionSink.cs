using Endpoints.Generated;

namespace Endpoints.Connections;

/// <summary>
/// Where a connection delivers what it receives. It makes one call at a time and waits for each to complete; no task is ever
/// faulted: what a handler throws is the sink's business.
/// </summary>
internal interface ISessionSink
{
    /// <summary>Which messages are taken; others are refused with 1003, without a call.</summary>
    HandlerKinds Handlers { get; }

    ValueTask OpenedAsync(WebSocketSession session);

    ValueTask TextAsync(WebSocketSession session, IncomingMessage message);

    ValueTask BinaryAsync(WebSocketSession session, IncomingMessage message);

    ValueTask PingAsync(WebSocketSession session, IncomingMessage message);

    ValueTask PongAsync(WebSocketSession session, IncomingMessage message);

    /// <summary>The last call.</summary>
    ValueTask ClosedAsync(WebSocketSession session, CloseStatus status);
}
