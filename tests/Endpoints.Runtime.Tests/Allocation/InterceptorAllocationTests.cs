using System.Buffers;
using System.Text;
using Endpoints.Dispatch;
using Endpoints.Generated;
using Endpoints.Handshake;
using Endpoints.Options;
using Endpoints.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Endpoints.Runtime.Tests.Allocation;

/// <summary>Interceptors that an endpoint does not have cost its handshakes nothing.</summary>
public sealed class InterceptorAllocationTests
{
    /// <summary>
    /// The request that a session keeps, with its header lines, and its dispatcher: what a handshake allocated before there were interceptors.
    /// </summary>
    private const int Bound = 232;

    private static readonly byte[] Plain = Request("/plain");
    private static readonly byte[] Intercepted = Request("/intercepted");

    [Fact]
    public void An_endpoint_without_interceptors_allocates_what_it_did_before_there_were_any()
    {
        using var host = new Host();

        Assert.InRange(host.Measure(Plain), 1, Bound);
        Assert.True(host.Measure(Intercepted) > Bound);
    }

    private static byte[] Request(string path) => Encoding.ASCII.GetBytes(
        $"GET {path} HTTP/1.1\r\nHost: a.example\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");

    private sealed class Host : IDisposable
    {
        private readonly ServiceProvider _services = new ServiceCollection().AddSingleton<EndpointSingletons>().BuildServiceProvider();
        private readonly HeaderField[] _fields = new HeaderField[HeadProcessor.MaxHeaders];
        private readonly ArrayBufferWriter<byte> _response = new(1024);
        private readonly EndpointServer _server;
        private readonly HeadProcessor _heads;
        private readonly DoorConnection _connection;

        public Host()
        {
            _server = new EndpointServer(
                [new Table()], new OptionsWrapper<WebSocketEndpointOptions>(new WebSocketEndpointOptions()), TimeProvider.System, NullLoggerFactory.Instance, _services);
            _heads = new HeadProcessor(_server, NullLogger.Instance);
            _connection = new DoorConnection(_services);
        }

        /// <summary>Bytes that one handshake allocates.</summary>
        public long Measure(byte[] request)
        {
            const int Count = 1000;
            Run(request, Count);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Run(request, Count);
            return (GC.GetAllocatedBytesForCurrentThread() - before) / Count;
        }

        public void Dispose()
        {
            _server.Dispose();
            _services.Dispose();
        }

        private void Run(byte[] request, int count)
        {
            for (var i = 0; i < count; i++)
            {
                var progress = default(HeadProgress);
                _response.ResetWrittenCount();
                Assert.True(_heads.Process(request, _fields, ref progress, _connection, _response).IsAccepted);
            }
        }
    }

    private sealed class Table : EndpointTable
    {
        public override IReadOnlyList<EndpointDescriptor> Endpoints { get; } =
            [new Descriptor("/plain", []), new Descriptor("/intercepted", [new HandshakeInterceptorAttribute<Nothing>()])];

        public override bool TryMatch(ReadOnlySpan<byte> path, out RouteMatch match)
        {
            match = new RouteMatch { EndpointIndex = path.SequenceEqual("/plain"u8) ? 0 : 1 };
            return true;
        }
    }

    private sealed class Descriptor(string pattern, IReadOnlyList<object> metadata) : EndpointDescriptor
    {
        private static readonly EndpointDispatcher Dispatcher = new NoDispatcher();

        public override Type EndpointType => typeof(Descriptor);

        public override string Pattern => pattern;

        public override IReadOnlyList<object> Metadata => metadata;

        public override HandshakeVerdict Validate(in HandshakeHead head) => HandshakeVerdict.Accept(-1);

        public override EndpointActivation Activate(WebSocketHandshake handshake) => EndpointActivation.Ready(Dispatcher);
    }

    private sealed class NoDispatcher : EndpointDispatcher
    {
        public override HandlerKinds Handlers => HandlerKinds.None;
    }

    private sealed class Nothing : IWebSocketHandshakeInterceptor;
}
