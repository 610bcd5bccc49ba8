using System.Diagnostics.CodeAnalysis;
using Endpoints.Connections;
using Endpoints.Diagnostics;
using Endpoints.Dispatch;
using Endpoints.Generated;
using Endpoints.Options;
using Endpoints.TestKit.Connections;
using Microsoft.Extensions.Logging.Abstractions;

namespace Endpoints.Benchmarks;

/// <summary>A connection that gets the same input over and over, and whose output is thrown away.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "The session ends with its transport, and there is none to wait for.")]
internal sealed class LoopConnection : IDisposable
{
    private readonly WebSocketConnection _connection;
    private readonly byte[] _frames;
    private readonly byte[] _input;

    /// <param name="dispatcher">Takes the messages.</param>
    /// <param name="frame">A frame.</param>
    /// <param name="count">How often the frame is in the input.</param>
    /// <param name="metrics">Counts them; <see langword="null"/> for nobody.</param>
    public LoopConnection(EndpointDispatcher dispatcher, byte[] frame, int count = 1, EndpointMetrics? metrics = null)
    {
        _frames = [.. Enumerable.Repeat(frame, count).SelectMany(bytes => bytes)];
        _input = new byte[_frames.Length];
        var transport = new DiscardingTransport();
        _connection = new WebSocketConnection(
            new FakeHandshake(),
            new EndpointInvoker(dispatcher, NullLogger.Instance),
            ConnectionLimits.Resolve(new WebSocketEndpointOptions(), null),
            transport,
            new SessionRegistry(),
            CoarseClock.Instance,
            NullLogger.Instance,
            metrics: metrics);
        transport.Connection = _connection;
        _connection.Start();
    }

    /// <summary>From the door's buffer to the handler, and the reply back into the door's hands.</summary>
    public int Receive()
    {
        Renew();
        _connection.Receive(_input, out var consumed);
        return consumed;
    }

    /// <summary>Puts the input there again, which receiving has unmasked.</summary>
    public void Renew() => _frames.CopyTo(_input, 0);

    public void Dispose() => _connection.TransportClosed();
}
