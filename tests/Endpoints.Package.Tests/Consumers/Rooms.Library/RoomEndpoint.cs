using System.Text.Json.Serialization;
using Endpoints;

namespace Rooms.Library;

public sealed record Said(string Who, string Text);

[JsonSerializable(typeof(Said))]
internal sealed partial class RoomJson : JsonSerializerContext;

public sealed class Greeter
{
    public string Greet(string who) => $"Hello, {who}.";
}

[WebSocketEndpoint("/library/{room:int}")]
public sealed class RoomEndpoint(Greeter greeter)
{
    [OnMessage]
    public Said Received(Said said, int room) => new(greeter.Greet(said.Who), $"{room}: {said.Text}");
}
