using Endpoints.Connections;
using Endpoints.Connections.Memory;
using Endpoints.Diagnostics;
using Endpoints.Generated;
using Endpoints.Options;
using Endpoints.Protocol.Deflate;
using Endpoints.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Endpoints.TestKit.Connections;

/// <summary>A connection driven by a test: bytes in, calls and frames out, and a clock that the test moves.</summary>
internal sealed class ScriptedConnection
{
    private byte[] _left = [];

    public ScriptedConnection(
        Action<WebSocketEndpointOptions>? configure = null,
        bool start = true,
        DeflateParameters? deflate = null,
        MemoryBudget? memory = null,
        EndpointMetrics? metrics = null,
        HandlerKinds? handlers = null,
        EndpointSettings? settings = null)
    {
        Registry = Host.Add();
        Sink = handlers is { } known ? new RecordingSink { Handlers = known } : new RecordingSink();
        var options = new WebSocketEndpointOptions();
        configure?.Invoke(options);
        Connection = new WebSocketConnection(
            new FakeHandshake(),
            Sink,
            ConnectionLimits.Resolve(options, settings),
            Transport,
            Registry,
            Time,
            NullLogger.Instance,
            deflate,
            memory,
            metrics);
        Transport.Connection = Connection;
        if (start)
        {
            Connection.Start();
        }
    }

    public RecordingSink Sink { get; }

    public ScriptedTransport Transport { get; } = new();

    /// <summary>The host, of which this is the only session.</summary>
    public HostSessions Host { get; } = new();

    public SessionRegistry Registry { get; }

    public FakeTimeProvider Time { get; } = new TestClock();

    public WebSocketConnection Connection { get; }

    /// <summary>Bytes that the connection has not consumed yet.</summary>
    public int Left => _left.Length;

    public ReceiveStatus Receive(params byte[][] frames)
    {
        byte[] input = [.. _left, .. frames.SelectMany(frame => frame)];
        var status = Connection.Receive(input, out var consumed);
        _left = input[consumed..];
        return status;
    }
}
