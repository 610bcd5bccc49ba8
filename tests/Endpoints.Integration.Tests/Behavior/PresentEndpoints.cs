using System.Text.Json.Serialization;

namespace Endpoints.Integration.Tests.Behavior;

public sealed record Mood(string Text);

[JsonSerializable(typeof(Mood))]
public sealed partial class PresentJson : JsonSerializerContext;

/// <summary>Joins a room, and tells there of itself what it gets; <c>abort</c> ends it by force.</summary>
[WebSocketEndpoint("/present/{room}")]
public sealed class PresentEndpoint(Journal journal)
{
    [OnOpen]
    public void Opened(WebSocketSession session, string room) => session.Join(room);

    [OnText]
    public string? Tell(string text, WebSocketSession session, string room)
    {
        if (text == "abort")
        {
            session.Abort();
            return null;
        }

        return session.SetPresence(room, new Mood(text), PresentJson.Default.Mood) ? session.Id : "no";
    }

    [OnClose]
    public void Closed(CloseStatus status) => journal.Add($"closed {status.Code}");
}
