using Endpoints;

namespace Chat;

/// <summary>One person in one room. There is one instance a session, so its field is the session's state.</summary>
[WebSocketEndpoint("/rooms/{room:maxlength(40)}", Protocols = ["chat.v1"], RequireProtocol = true, MaxMessageSize = 16 * 1024)]
public sealed class ChatEndpoint(RoomDirectory rooms)
{
    private Member? _member;

    [OnOpen]
    public ValueTask Joined(WebSocketSession session, string room, [FromQuery] string name)
    {
        if (!ChatRules.TryCleanName(name, out var clean))
        {
            return session.CloseAsync(CloseStatus.PolicyViolation.WithReason($"A name has 1 to {ChatRules.MaxNameLength} characters."));
        }

        _member = rooms.Join(room, clean, session);
        return default;
    }

    [OnMessage]
    public ValueTask Received(ClientMessage message, WebSocketSession session)
    {
        switch (message)
        {
            case Say { Text: var text } when string.IsNullOrWhiteSpace(text) || text.Length > ChatRules.MaxTextLength:
                return session.CloseAsync(CloseStatus.PolicyViolation.WithReason($"A message has 1 to {ChatRules.MaxTextLength} characters."));
            case Say say:
                _member?.Room.Say(_member, say);
                break;
            case Typing:
                _member?.Room.Typing(_member);
                break;
        }

        return default;
    }

    [OnClose]
    public void Left()
    {
        if (_member is not null)
        {
            rooms.Leave(_member);
        }
    }
}
