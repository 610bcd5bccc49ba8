using Endpoints.Protocol.Deflate;

namespace Endpoints.Conformance.Tests.Doors;

/// <summary>One conversation with an endpoint, as data: what is sent, and what has to come. The steps are made anew for each run.</summary>
internal sealed record ConformanceCase(string Title, Func<IEnumerable<Step>> Steps)
{
    public ConformanceCase(string title, params Step[] steps)
        : this(title, () => steps)
    {
    }

    public Ending Ending { get; init; }

    public string Path { get; init; } = ConformanceEndpoints.EchoPath;

    /// <summary>The host it runs on.</summary>
    public HostPolicy Policy { get; init; }

    /// <summary>The lines of Sec-WebSocket-Extensions in the handshake.</summary>
    public string[] Offers { get; init; } = [];

    /// <summary>The Sec-WebSocket-Extensions that has to come back; <see langword="null"/> for none.</summary>
    public string? Agreed { get; init; }

    /// <summary>What the client does with messages after that.</summary>
    public DeflateParameters Deflate { get; init; }
}
