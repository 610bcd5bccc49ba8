using BenchmarkDotNet.Attributes;
using Endpoints.Connections;
using Endpoints.Dispatch;
using Endpoints.Generated;
using Endpoints.Options;
using Endpoints.TestKit.Connections;
using Endpoints.TestKit.Frames;
using Microsoft.Extensions.Logging.Abstractions;

namespace Endpoints.Benchmarks;

/// <summary>A 20-byte message from the door's buffer to the handler and its reply back into the door's hands.</summary>
[MemoryDiagnoser]
public class ConnectionBenchmarks
{
    private readonly byte[] _frame = FrameBuilder.Text("twenty bytes of text");
    private byte[] _input = [];
    private WebSocketConnection _connection = null!;

    [GlobalSetup]
    public void Setup()
    {
        var transport = new DiscardingTransport();
        _connection = new WebSocketConnection(
            new FakeHandshake(),
            new EndpointInvoker(new EchoDispatcher(), NullLogger.Instance),
            ConnectionLimits.Resolve(new WebSocketEndpointOptions(), null),
            transport,
            new SessionRegistry(),
            TimeProvider.System,
            NullLogger.Instance);
        transport.Connection = _connection;
        _connection.Start();
        _input = new byte[_frame.Length];
    }

    [GlobalCleanup]
    public void Cleanup() => _connection.TransportClosed();

    [Benchmark]
    public int ReceiveDispatchReply()
    {
        _frame.CopyTo(_input, 0);
        _connection.Receive(_input, out var consumed);
        return consumed;
    }

    private sealed class EchoDispatcher : EndpointDispatcher
    {
        public override HandlerKinds Handlers => HandlerKinds.Text;

        public override ValueTask TextAsync(WebSocketSession session, IncomingMessage message) => Reply.TextAsync(session, message.Payload);
    }

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
