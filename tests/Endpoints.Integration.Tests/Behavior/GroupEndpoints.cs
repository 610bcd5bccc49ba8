using System.Text;

namespace Endpoints.Integration.Tests.Behavior;

/// <summary>Commands: <c>+room</c> joins, <c>-room</c> leaves, <c>room:text</c> sends to a room, <c>*text</c> to all others, <c>?</c> counts.</summary>
[WebSocketEndpoint("/groups", Compression = EndpointCompression.On)]
public sealed class GroupEndpoint(IWebSocketSessions<GroupEndpoint> sessions)
{
    [OnText]
    public string? Handle(string text, WebSocketSession session)
    {
        switch (text[0])
        {
            case '+':
                return session.Join(text[1..]) ? $"joined {text[1..]}" : "no";
            case '-':
                return session.Leave(text[1..]) ? $"left {text[1..]}" : "no";
            case '*':
                sessions.All.Except(session).SendText(text[1..]);
                return null;
            case '?':
                return $"{sessions.Count} {string.Join(',', sessions.GroupNames.Order())} {(sessions.Find(session.Id) == session ? "found" : "lost")}";
            default:
                var colon = text.IndexOf(':', StringComparison.Ordinal);
                sessions.Group(text[..colon]).SendText(Encoding.UTF8.GetBytes(text[(colon + 1)..]));
                return null;
        }
    }

    [OnClose]
    public void Closed(WebSocketSession session) => sessions.All.Except(session).SendText("gone");
}

/// <summary>Sends what it gets to everybody, itself included.</summary>
[WebSocketEndpoint("/groups/large", MaxMessageSize = 400_000, Lifetime = EndpointLifetime.Singleton)]
public sealed class LargeGroupEndpoint(IWebSocketSessions<LargeGroupEndpoint> sessions)
{
    [OnBinary]
    public void Send(ReadOnlySpan<byte> payload) => sessions.All.SendBinary(payload);
}
