using Endpoints.Connections;
using Endpoints.Connections.Groups;
using Endpoints.Connections.Memory;
using Endpoints.Options;
using Endpoints.Protocol.Deflate;
using Endpoints.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Endpoints.TestKit.Connections;

/// <summary>The sessions of one endpoint, without a network: each has its own transport, and all have one pool.</summary>
internal sealed class ScriptedSessions
{
    public ScriptedSessions(Action<WebSocketEndpointOptions>? configure = null, DeflateContextPool? contexts = null)
    {
        var options = new WebSocketEndpointOptions();
        configure?.Invoke(options);
        var limits = ConnectionLimits.Resolve(options, null);
        if (contexts is not null && limits.Compression is { } compression)
        {
            limits = limits with { Compression = compression with { Pool = contexts } };
        }

        Shared = new EndpointSessions(
            limits, Host.Add(), Time, NullLogger.Instance, new MemoryBudget(null), null);
        Audience = new SessionAudience(Shared);
    }

    /// <summary>The host, of which this is the only endpoint.</summary>
    public HostSessions Host { get; } = new();

    public FakeTimeProvider Time { get; } = new TestClock();

    public EndpointSessions Shared { get; }

    public IAudienceSource Audience { get; }

    /// <summary>Lends the memory of all outputs.</summary>
    public CountingPool Pool { get; } = new();

    public WebSocketAudience All => new(Audience);

    public WebSocketAudience Group(string name) => new(Audience, AudienceKind.Group, name);

    public WebSocketAudience User(string name) => new(Audience, AudienceKind.User, name);

    /// <summary>One more session.</summary>
    public ScriptedTransport Open(FakeHandshake? handshake = null, DeflateParameters? deflate = null, RecordingSink? sink = null)
    {
        var transport = new ScriptedTransport { Pool = Pool };
        transport.Connection = new WebSocketConnection(handshake ?? new FakeHandshake(), sink ?? new RecordingSink(), Shared, transport, deflate);
        transport.Connection.Start();
        return transport;
    }
}
