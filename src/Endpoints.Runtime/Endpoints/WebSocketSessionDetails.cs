using System.Text.Json;

namespace Endpoints;

/// <summary>Everything that is known of a session at one moment, for operators.</summary>
public sealed record WebSocketSessionDetails : WebSocketSessionFacts
{
    /// <summary>The full name of its endpoint's class.</summary>
    public required string Class { get; init; }

    /// <summary>The address and the port that the peer connected to; <see langword="null"/> where the door does not know.</summary>
    public string? LocalAddress { get; init; }

    /// <summary>What it tells of itself in all its groups; <see langword="null"/> for nothing.</summary>
    public JsonElement? Presence { get; init; }

    /// <summary>The groups that it is in.</summary>
    public required IReadOnlyList<WebSocketMembershipFacts> Groups { get; init; }
}
