namespace Endpoints.Backplane.Host;

/// <summary>Sessions that are in one group each, until they are told to join more, and listen.</summary>
[WebSocketEndpoint("/feed/{group}")]
public sealed class FeedEndpoint
{
    [OnOpen]
    public void Opened(WebSocketSession session, string group) => session.Join(group);

    [OnText]
    public void Said(ReadOnlySpan<byte> utf8, WebSocketSession session) => session.TrySendText(utf8);
}
