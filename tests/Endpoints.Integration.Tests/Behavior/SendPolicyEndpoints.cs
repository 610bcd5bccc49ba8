using System.Text.Json.Serialization;

namespace Endpoints.Integration.Tests.Behavior;

// What they send within a handler leaves behind it: so much waits, however fast the peer reads.

/// <summary>Sends so many numbers, and says how many of them were dropped when it is asked by <c>?</c>.</summary>
[WebSocketEndpoint("/policy/oldest", SendPolicy = SendPolicy.DropOldest, MaxSendQueueMessages = 3, Compression = EndpointCompression.On)]
public sealed class DropOldestEndpoint
{
    [OnText]
    public string? Handle(string text, WebSocketSession session) => Count(text, session);

    internal static string? Count(string text, WebSocketSession session)
    {
        if (text == "?")
        {
            return $"{session.DroppedMessages}";
        }

        for (var i = 1; i <= int.Parse(text, System.Globalization.CultureInfo.InvariantCulture); i++)
        {
            session.TrySendText(System.Text.Encoding.UTF8.GetBytes($"number {i} of {text}"));
        }

        return null;
    }
}

[WebSocketEndpoint("/policy/newest", SendPolicy = SendPolicy.DropNewest, MaxSendQueueMessages = 3)]
public sealed class DropNewestEndpoint
{
    [OnText]
    public string? Handle(string text, WebSocketSession session) => DropOldestEndpoint.Count(text, session);
}

[WebSocketEndpoint("/policy/disconnect", SendPolicy = SendPolicy.Disconnect, MaxSendQueueMessages = 3)]
public sealed class DisconnectEndpoint
{
    [OnText]
    public string? Handle(string text, WebSocketSession session) => DropOldestEndpoint.Count(text, session);
}

/// <summary>Each message is a list of symbols, for each of which it sends the next price, and a large one for <c>LARGE</c>.</summary>
[WebSocketEndpoint("/policy/latest", SendPolicy = SendPolicy.KeepLatest)]
public sealed class KeepLatestEndpoint(IWebSocketSessions<KeepLatestEndpoint> sessions)
{
    private int _price;

    [OnText]
    public async Task Handle(string symbols, WebSocketSession session)
    {
        foreach (var symbol in symbols.Split(' '))
        {
            var price = new Price(symbol, ++_price, symbol == "LARGE" ? new string('x', 10_000) : "");
            if (_price % 2 == 0)
            {
                sessions.All.SendJson(price, PriceJson.Default.Price);
            }
            else
            {
                await session.SendJsonAsync(price, PriceJson.Default.Price);
            }
        }
    }

    [OnBinary]
    public async Task<string> Drained(ReadOnlyMemory<byte> payload, WebSocketSession session)
    {
        session.TrySendBinary(payload.Span);
        await session.WaitForDrainAsync();
        return $"{session.BufferedAmount}";
    }
}

[KeepLatest(nameof(Price.Symbol))]
internal sealed record Price(string Symbol, int Value, string Filler);

[JsonSerializable(typeof(Price))]
internal sealed partial class PriceJson : JsonSerializerContext;
