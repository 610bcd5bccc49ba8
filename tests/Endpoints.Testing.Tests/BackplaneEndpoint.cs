namespace Endpoints.Testing.Tests;

/// <summary>Sessions of a room. <c>*text</c> goes to all of the room but the sender, everything else to the whole room.</summary>
[WebSocketEndpoint("/shared/{room}")]
public sealed class SharedRoomEndpoint(IWebSocketSessions<SharedRoomEndpoint> sessions)
{
    [OnOpen]
    public void Joined(WebSocketSession session, string room) => session.Join(room);

    [OnText]
    public void Said(string text, WebSocketSession session, string room)
    {
        var members = sessions.Group(room);
        (text[0] == '*' ? members.Except(session) : members).SendText(text);
    }
}
