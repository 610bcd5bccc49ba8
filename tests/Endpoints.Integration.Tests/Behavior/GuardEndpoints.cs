using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Authorization;

// Endpoints whose handlers have something in front of them, and a singleton that keeps a state for each session.
namespace Endpoints.Integration.Tests.Behavior;

public sealed record Item(
    [property: Required, RegularExpression("[a-z ]*", ErrorMessage = Item.LongMessage)] string? Name,
    [property: Range(1, 9)] int Count = 1)
{
    /// <summary>Longer than a close frame's reason, and not cut between bytes of one letter.</summary>
    public const string LongMessage =
        "éééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé";
}

[JsonSerializable(typeof(Item))]
public sealed partial class GuardJson : JsonSerializerContext;

public struct Tally
{
    public int Items { get; set; }

    public int Start { get; set; }
}

/// <summary>Waits before it passes anything on, so that what is behind it has the payload from memory.</summary>
public sealed class GateFilter(Journal journal) : IWebSocketFilter
{
    public async ValueTask OnOpenAsync(WebSocketSession session, FilterNext next)
    {
        await Task.Yield();
        if (session.Handshake.GetQueryValue("deny") is not null)
        {
            await session.CloseAsync(new CloseStatus(4003, "denied"));
            return;
        }

        await next.RunAsync();
    }

    public async ValueTask OnMessageAsync(WebSocketSession session, FilteredMessage message, FilterNext next)
    {
        await Task.Yield();
        var text = message.IsText ? Encoding.UTF8.GetString(message.Payload.Span) : "";
        switch (text)
        {
            case "skip":
                return;
            case "bye":
                await session.CloseAsync(new CloseStatus(4001, "bye"));
                return;
            case "throw":
                throw new InvalidOperationException("thrown by the filter");
        }

        await next.RunAsync();
        journal.Add($"passed {message.Payload.Length}");
    }
}

[UseFilter<GateFilter>]
[WebSocketEndpoint("/guarded", Lifetime = EndpointLifetime.Singleton, ValidateMessages = true)]
public sealed class GuardedEndpoint
{
    [OnOpen]
    public string Open(ref Tally tally, [FromQuery] int start = 0)
    {
        tally.Start = start;
        return "open";
    }

    [OnMessage]
    public string Add(Item item, ref Tally tally) =>
        string.Create(CultureInfo.InvariantCulture, $"{item.Name} {tally.Start + ++tally.Items}");

    [OnBinary]
    [Authorize("admins")]
    public ReadOnlySpan<byte> Echo(ReadOnlySpan<byte> payload) => payload;
}

[WebSocketEndpoint("/guarded/handled", ValidateMessages = true)]
public sealed class HandledGuardEndpoint
{
    [OnMessage]
    public static string Add(Item item) => $"{item.Name}";

    [OnBinary]
    [Authorize]
    [Authorize("admins")]
    public static byte[] Echo(byte[] payload) => payload;

    [OnError]
    public static string Invalid(MessageValidationException error) => string.Join(' ', error.Errors.Select(e => e.Member));

    [OnError]
    public static string Forbidden(WebSocketUnauthorizedException error) => error.Handler;
}
