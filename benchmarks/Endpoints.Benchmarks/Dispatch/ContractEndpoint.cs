using System.Text.Json;
using System.Text.Json.Serialization;
using Endpoints.Generated;

namespace Endpoints.Benchmarks;

[Message("say")]
public sealed record Say(string Text);

[Message("leave")]
public sealed record Leave(string Reason);

[Message("move")]
public sealed record Move(int X, int Y);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Say))]
[JsonSerializable(typeof(Leave))]
[JsonSerializable(typeof(Move))]
internal sealed partial class ContractJson : JsonSerializerContext;

/// <summary>Three messages told apart by their <c>type</c>.</summary>
[WebSocketEndpoint("/contracts")]
public sealed class ContractEndpoint
{
    public int Count { get; private set; }

    [OnMessage]
    public void Say(Say message) => Count += message.Text.Length;

    [OnMessage]
    public void Leave(Leave message) => Count += message.Reason.Length;

    [OnMessage]
    public void Move(Move message) => Count += message.X + message.Y;
}

/// <summary>The same by hand: the first property's value is compared in place, then the message is read.</summary>
internal sealed class ContractDispatcher(ContractEndpoint endpoint) : EndpointDispatcher
{
    public override HandlerKinds Handlers => HandlerKinds.Text;

    public override ValueTask TextAsync(WebSocketSession session, IncomingMessage message)
    {
        var reader = new Utf8JsonReader(message.Payload);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject || !reader.Read() || !reader.ValueTextEquals("type"u8) || !reader.Read())
        {
            throw new JsonException("The message has no type.");
        }

        if (reader.ValueTextEquals("say"u8))
        {
            endpoint.Say(JsonSerializer.Deserialize(message.Payload, ContractJson.Default.Say)!);
        }
        else if (reader.ValueTextEquals("leave"u8))
        {
            endpoint.Leave(JsonSerializer.Deserialize(message.Payload, ContractJson.Default.Leave)!);
        }
        else if (reader.ValueTextEquals("move"u8))
        {
            endpoint.Move(JsonSerializer.Deserialize(message.Payload, ContractJson.Default.Move)!);
        }
        else
        {
            throw new JsonException("The message's type is unknown.");
        }

        return default;
    }
}
