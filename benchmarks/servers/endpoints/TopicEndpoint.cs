using Endpoints;

namespace EndpointsServer;

/// <summary>What one subscriber sends, all get.</summary>
[WebSocketEndpoint("/topic", Lifetime = EndpointLifetime.Singleton)]
public sealed class TopicEndpoint(IWebSocketSessions<TopicEndpoint> sessions)
{
    [OnText]
    public void Text(ReadOnlySpan<byte> utf8) => sessions.All.SendText(utf8);

    [OnBinary]
    public void Binary(ReadOnlySpan<byte> payload) => sessions.All.SendBinary(payload);
}
