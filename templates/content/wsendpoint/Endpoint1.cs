using Endpoints;

namespace EndpointNamespace1;

/// <summary>Serves the connections to /route1. There is one instance a session, so its fields are the session's state.</summary>
[WebSocketEndpoint("/route1")]
public sealed class Endpoint1
{
    [OnOpen]
    public void Opened(WebSocketSession session)
    {
    }

    [OnText]
    public string Text(string text) => text;

    [OnClose]
    public void Closed(CloseStatus status)
    {
    }
}
