using Endpoints;

namespace BackplaneBenchmark;

/// <summary>What one says, all get.</summary>
/// <param name="sessions">All of them.</param>
[WebSocketEndpoint("/feed")]
public sealed class FeedEndpoint(IWebSocketSessions<FeedEndpoint> sessions)
{
    [OnText]
    public void Said(ReadOnlySpan<byte> utf8) => sessions.All.SendText(utf8);
}
