namespace Endpoints.Tool;

/// <summary>What is written of one endpoint.</summary>
internal sealed record EndpointFacts
{
    public required string Path { get; init; }

    public required string Endpoint { get; init; }

    public required string Assembly { get; init; }

    public int Order { get; init; }

    public IReadOnlyList<string> Protocols { get; init; } = [];

    public bool RequiresProtocol { get; init; }

    public string Instances { get; init; } = "session";

    public IReadOnlyList<string> Values { get; init; } = [];

    public IReadOnlyList<string> Handlers { get; init; } = [];

    public IReadOnlyList<string> Origins { get; init; } = [];

    public IReadOnlyList<string> Limits { get; init; } = [];

    public IReadOnlyList<string> Policies { get; init; } = [];

    public IReadOnlyList<string> Conditions { get; init; } = [];

    /// <summary>Whether the endpoint's assembly was found; what stands above is known of its row only where it was not.</summary>
    public bool IsDescribed { get; init; }
}
