namespace Endpoints;

/// <summary>An endpoint as a host serves it, for operators.</summary>
public sealed record WebSocketEndpointFacts
{
    /// <summary>The route template, as written.</summary>
    public required string Pattern { get; init; }

    /// <summary>The full name of the endpoint's or the handler's class.</summary>
    public required string Class { get; init; }

    /// <summary>The order among templates that match one path.</summary>
    public required int Order { get; init; }

    /// <summary>The sub-protocols offered.</summary>
    public required IReadOnlyList<string> SubProtocols { get; init; }

    /// <summary>Open sessions at this moment.</summary>
    public required int Sessions { get; init; }

    /// <summary>Groups that have members at this moment.</summary>
    public required int Groups { get; init; }

    /// <summary>What new sessions get; those that are open may have begun with other settings.</summary>
    public required WebSocketSettingFacts Settings { get; init; }
}
