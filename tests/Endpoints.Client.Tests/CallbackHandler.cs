namespace Endpoints.Client.Tests;

/// <summary>A conversation that a test makes up.</summary>
internal sealed class CallbackHandler(Func<WebSocketSession, CancellationToken, ValueTask> converse) : IWebSocketHandler
{
    public ValueTask HandleAsync(WebSocketSession session, CancellationToken cancellationToken) => converse(session, cancellationToken);
}
