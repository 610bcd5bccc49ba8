using Endpoints.Backplanes;
using Endpoints.Connections;
using Endpoints.Dispatch;
using Endpoints.Generated;
using Endpoints.Handshake;
using Endpoints.Options;
using Endpoints.Routing;
using Endpoints.TestKit.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Endpoints.Runtime.Tests.Allocation;

/// <summary>Three sessions in a group of a host, as an application sees them; what they are sent is thrown away.</summary>
internal sealed class BroadcastRoom : IDisposable
{
    public const int Members = 3;
    public const string Group = "tea";

    private readonly ServiceProvider _services = new ServiceCollection().AddSingleton<EndpointSingletons>().BuildServiceProvider();
    private readonly EndpointServer _server;
    private readonly DiscardingTransport[] _transports = new DiscardingTransport[Members];

    /// <param name="node">The backplane; <see langword="null"/> for none.</param>
    public BroadcastRoom(BackplaneNode? node)
    {
        _server = new EndpointServer(
            [new Table()],
            new OptionsWrapper<WebSocketEndpointOptions>(new WebSocketEndpointOptions()),
            TimeProvider.System,
            NullLoggerFactory.Instance,
            _services,
            backplane: node);
        Sessions = new ServedSessions<BroadcastRoom>(_server, node);
        var (endpoint, route) = _server.Routes.Single();
        for (var i = 0; i < Members; i++)
        {
            var transport = _transports[i] = new DiscardingTransport();
            var dispatcher = endpoint.Activate(new FakeHandshake()).Dispatcher!;
            transport.Connection = _server.Open(route, new FakeHandshake(), dispatcher, deflate: null, transport);
            transport.Connection.Start();
            Assert.True(transport.Connection.Join(Group));
        }
    }

    public IWebSocketSessions<BroadcastRoom> Sessions { get; }

    /// <summary>What the sessions have written together.</summary>
    public int Batches => _transports.Sum(static transport => transport.Batches);

    public void Dispose()
    {
        _server.Dispose();
        _services.Dispose();
    }

    private sealed class Table : EndpointTable
    {
        public override IReadOnlyList<EndpointDescriptor> Endpoints { get; } = [new Descriptor()];

        public override bool TryMatch(ReadOnlySpan<byte> path, out RouteMatch match)
        {
            match = default;
            return true;
        }
    }

    private sealed class Descriptor : EndpointDescriptor
    {
        public override Type EndpointType => typeof(BroadcastRoom);

        public override string Pattern => "/room";

        public override HandshakeVerdict Validate(in HandshakeHead head) => HandshakeVerdict.Accept(-1);

        public override EndpointActivation Activate(WebSocketHandshake handshake) => EndpointActivation.Ready(new NoDispatcher());
    }

    private sealed class NoDispatcher : EndpointDispatcher
    {
        public override HandlerKinds Handlers => HandlerKinds.None;
    }

    private sealed class DiscardingTransport : IConnectionTransport
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
