using Endpoints.Connections;
using Endpoints.Dispatch;
using Endpoints.Generated;
using Endpoints.Options;
using Endpoints.TestKit.Connections;
using Microsoft.Extensions.Logging.Abstractions;

namespace Endpoints.Benchmarks;

/// <summary>A connection that gets one frame over and over, and whose output is thrown away.</summary>
internal sealed class LoopConnection : IDisposable
{
    private readonly WebSocketConnection _connection;
    private readonly byte[] _frame;
    private readonly byte[] _input;

    public LoopConnection(EndpointDispatcher dispatcher, byte[] frame)
    {
        _frame = frame;
        _input = new byte[frame.Length];
        var transport = new DiscardingTransport();
        _connection = new WebSocketConnection(
            new FakeHandshake(),
            new EndpointInvoker(dispatcher, NullLogger.Instance),
            ConnectionLimits.Resolve(new WebSocketEndpointOptions(), null),
            transport,
            new SessionRegistry(),
            TimeProvider.System,
            NullLogger.Instance);
        transport.Connection = _connection;
        _connection.Start();
    }

    /// <summary>From the door's buffer to the handler, and the reply back into the door's hands.</summary>
    public int Receive()
    {
        _frame.CopyTo(_input, 0);
        _connection.Receive(_input, out var consumed);
        return consumed;
    }

    public void Dispose() => _connection.TransportClosed();

    private sealed class DiscardingTransport : IConnectionTransport
    {
        public WebSocketConnection Connection { get; set; } = null!;

        public void RequestFlush()
        {
            while (Connection.TryTakeOutput(out _))
            {
                Connection.OutputWritten();
            }
        }

        public void ResumeReceive()
        {
        }

        public void Abort()
        {
        }
    }
}
