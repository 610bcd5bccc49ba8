namespace Endpoints.Client;

/// <summary>The conversation of an endpoint, whose handlers are called by the session itself: it lasts until that ends.</summary>
internal sealed class EndpointConversation : IWebSocketHandler
{
    public static readonly EndpointConversation Instance = new();

    private EndpointConversation()
    {
    }

    public ValueTask HandleAsync(WebSocketSession session, CancellationToken cancellationToken) =>
        new(session.Completion.WaitAsync(cancellationToken));
}
