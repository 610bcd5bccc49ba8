using System.Text.Json;

namespace Endpoints;

/// <summary>A group that a session is in, for operators.</summary>
public sealed record WebSocketMembershipFacts
{
    /// <summary>The group's name.</summary>
    public required string Name { get; init; }

    /// <summary>Since when; <see langword="null"/> while nobody has asked for the presence of the endpoint (<see cref="IWebSocketPresence{TEndpoint}"/>).</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>What the session tells of itself there; <see langword="null"/> for nothing.</summary>
    public JsonElement? Presence { get; init; }
}
