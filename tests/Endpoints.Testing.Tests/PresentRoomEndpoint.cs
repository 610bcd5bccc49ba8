using System.Text.Json.Serialization;

namespace Endpoints.Testing.Tests;

public sealed record Mood(string Text);

[JsonSerializable(typeof(Mood))]
public sealed partial class MoodJson : JsonSerializerContext;

/// <summary>Sessions that do as they are told: <c>join room</c>, <c>leave room</c>, <c>mood room text</c>. Each is answered by the session's identifier.</summary>
[WebSocketEndpoint("/present")]
public sealed class PresentRoomEndpoint
{
    [OnText]
    public string Do(string text, WebSocketSession session)
    {
        var words = text.Split(' ');
        _ = words[0] switch
        {
            "join" => session.Join(words[1]),
            "leave" => session.Leave(words[1]),
            "mood" => session.SetPresence(words[1], new Mood(words[2]), MoodJson.Default.Mood),
            _ => false,
        };
        return session.Id;
    }
}
