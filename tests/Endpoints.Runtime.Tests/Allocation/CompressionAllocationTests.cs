using Endpoints.Connections;
using Endpoints.Generated;
using Endpoints.Options;
using Endpoints.Protocol;
using Endpoints.Protocol.Deflate;
using Endpoints.Runtime.Tests.Protocol.Deflate;
using Endpoints.TestKit.Connections;
using Endpoints.TestKit.Frames;
using Microsoft.Extensions.Logging.Abstractions;

namespace Endpoints.Runtime.Tests.Allocation;

public class CompressionAllocationTests
{
    private const int Messages = 2_000;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Inflating_and_deflating_a_message_live_in_pools(bool contextTakeover)
    {
        var transport = new CountingTransport();
        var options = new WebSocketEndpointOptions { Compression = new WebSocketCompressionOptions { Threshold = 0 } };
        var connection = new WebSocketConnection(
            new FakeHandshake(),
            new EchoSink(),
            ConnectionLimits.Resolve(options, null),
            transport,
            new SessionRegistry(),
            TimeProvider.System,
            NullLogger.Instance,
            new DeflateParameters(!contextTakeover, !contextTakeover, 15, 15));
        transport.Connection = connection;
        connection.Start();
        using var deflater = new ZlibCodec().CreateDeflater(15);
        var message = Enumerable.Range(0, 1_000).Select(i => (byte)('a' + (i % 26))).ToArray();
        var frame = FrameBuilder.Frame(Opcode.Text, Codecs.Deflate(deflater, message, forget: true)[..^4], rsv: ReservedBits.Rsv1);
        var input = new byte[frame.Length];

        Run();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        // Nothing per message. A collection in another test may make the pool drop its arrays, and tests that run beside this one may
        // hold the contexts that all sessions share: both are then made once more.
        Assert.InRange(allocated, 0, Messages - 1);
        Assert.Equal(2 * Messages, transport.Batches);

        void Run()
        {
            for (var i = 0; i < Messages; i++)
            {
                frame.CopyTo(input, 0);
                connection.Receive(input, out _);
            }
        }
    }

    private sealed class EchoSink : ISessionSink
    {
        public HandlerKinds Handlers => HandlerKinds.Text;

        public ValueTask OpenedAsync(WebSocketSession session) => default;

        public ValueTask TextAsync(WebSocketSession session, IncomingMessage message)
        {
            Assert.True(session.TrySendText(message.Payload));
            return default;
        }

        public ValueTask BinaryAsync(WebSocketSession session, IncomingMessage message) => default;

        public ValueTask PingAsync(WebSocketSession session, IncomingMessage message) => default;

        public ValueTask PongAsync(WebSocketSession session, IncomingMessage message) => default;

        public ValueTask ClosedAsync(WebSocketSession session, CloseStatus status) => default;
    }

    private sealed class CountingTransport : IConnectionTransport
    {
        public WebSocketConnection Connection { get; set; } = null!;

        public int Batches { get; private set; }

        public void RequestFlush()
        {
            while (Connection.TryTakeOutput(out _))
            {
                Batches++;
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
