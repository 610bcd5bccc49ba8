namespace Endpoints.Dispatch.Handlers;

/// <summary>A handler that is nothing but a method.</summary>
internal sealed class DelegateHandler(Func<WebSocketSession, CancellationToken, ValueTask> handle) : IWebSocketHandler
{
    public ValueTask HandleAsync(WebSocketSession session, CancellationToken cancellationToken) => handle(session, cancellationToken);
}
