using System.Net;
using System.Net.Sockets;
using Endpoints.Connections;
using Endpoints.Options;
using Endpoints.TestKit.Connections;
using Endpoints.TestKit.Frames;
using Endpoints.Transport.Linux;
using Endpoints.Transport.Linux.Kestrel;
using Endpoints.Transport.Linux.Kestrel.Listening;
using Endpoints.Transport.Linux.Kestrel.Memory;
using Endpoints.Transport.Linux.Loop;
using Endpoints.Transports;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging.Abstractions;

namespace Endpoints.Integration.Tests.Transport;

/// <summary>Sessions that take their connection when it is gone: what the peer has sent before is delivered, and then the end.</summary>
public sealed class LateTakeOverTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static TheoryData<LinuxEngine> Engines => [LinuxEngine.IoUring, LinuxEngine.Epoll];

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task What_a_peer_sent_before_it_was_gone_is_delivered(LinuxEngine engine)
    {
        await using var site = await Site.StartAsync(engine);
        var (connection, peer) = await site.ConnectAsync();
        using var _ = peer;
        await EndAsync(peer, connection);
        connection.Abort(null!);
        await site.UntilClosedAsync();

        var calls = await RunAsync(connection, static (_, _) => default);

        Assert.Equal(["open", "text one", "text two", "closed 1006"], calls);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task What_waits_for_a_handler_is_not_lost_when_the_connection_is_gone(LinuxEngine engine)
    {
        await using var site = await Site.StartAsync(engine);
        var (connection, peer) = await site.ConnectAsync();
        using var _ = peer;
        await EndAsync(peer, connection);
        connection.Abort(null!);
        await site.UntilClosedAsync();

        var calls = await RunAsync(connection, static async (session, call) =>
        {
            if (call == "text one")
            {
                await Task.Yield();
                session.TrySendText("nobody gets this"u8);
            }
        });

        Assert.Equal(["open", "text one", "text two", "closed 1006"], calls);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_session_whose_loop_has_stopped_gets_what_came_and_ends(LinuxEngine engine)
    {
        await using var site = await Site.StartAsync(engine);
        var (connection, peer) = await site.ConnectAsync();
        using var _ = peer;
        await EndAsync(peer, connection);
        await site.StopLoopsAsync();

        var calls = await RunAsync(connection, static (_, _) => default);

        Assert.Equal(["open", "text one", "text two", "closed 1006"], calls);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_peer_that_has_only_ended_its_side_gets_its_answers_on_the_loop(LinuxEngine engine)
    {
        await using var site = await Site.StartAsync(engine);
        var (connection, peer) = await site.ConnectAsync();
        using var _ = peer;
        await EndAsync(peer, connection);

        var calls = await RunAsync(connection, static (_, _) =>
        {
            Assert.NotNull(EventLoop.Current);
            return default;
        });

        Assert.Equal(["open", "text one", "text two", "closed 1006"], calls);
    }

    /// <summary>Two messages and the end; returns when the connection knows.</summary>
    private static async Task EndAsync(Socket peer, ConnectionContext connection)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = connection.ConnectionClosed.Register(ended.SetResult);
        await peer.SendAsync(FrameBuilder.Concat(FrameBuilder.Text("one"), FrameBuilder.Text("two")));
        peer.Shutdown(SocketShutdown.Send);
        await ended.Task.WaitAsync(Patience);
    }

    private static async Task<IReadOnlyList<string>> RunAsync(ConnectionContext connection, Func<WebSocketSession, string, ValueTask> onCall)
    {
        var sink = new RecordingSink { OnCall = onCall };
        var transport = connection.Features.Get<IDirectTransport>()!.TryTakeOver()!;
        var session = new WebSocketConnection(
            new FakeHandshake(),
            sink,
            ConnectionLimits.Resolve(new WebSocketEndpointOptions(), null),
            transport,
            new SessionRegistry(),
            transport.Time!,
            NullLogger.Instance);
        await transport.RunAsync(session, connection.ConnectionClosed).WaitAsync(Patience);
        return [.. sink.Calls.Select(call => call.StartsWith("closed 1006", StringComparison.Ordinal) ? "closed 1006" : call)];
    }

    /// <summary>One loop that accepts for nobody but the test.</summary>
    private sealed class Site : IAsyncDisposable
    {
        private readonly LoopGroup _group;
        private readonly PinnedMemoryPool _memory = new();
        private readonly LinuxConnectionListener _listener;
        private bool _isStopped;

        private Site(LoopGroup group)
        {
            _group = group;
            _listener = LinuxConnectionListener.Open(
                new IPEndPoint(IPAddress.Loopback, 0), new LinuxTransportOptions(), group, _memory, () => Task.CompletedTask, NullLogger.Instance);
        }

        public static async Task<Site> StartAsync(LinuxEngine engine) => new(await LoopGroup.StartAsync(
            EngineChoice.Make(engine, new EngineSettings()), 1, false, TimeProvider.System, NullLogger.Instance));

        public async Task<(ConnectionContext Connection, Socket Peer)> ConnectAsync()
        {
            var peer = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await peer.ConnectAsync(_listener.EndPoint);
            return ((await _listener.AcceptAsync().AsTask().WaitAsync(Patience))!, peer);
        }

        /// <summary>Waits until the loop has no connection any more.</summary>
        public async Task UntilClosedAsync()
        {
            var count = -1;
            while (count != 0)
            {
                var counted = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
                _group.Loops[0].Post(_ => counted.SetResult(_group.Loops[0].SocketCount), null);
                count = await counted.Task.WaitAsync(Patience);
            }
        }

        public async Task StopLoopsAsync()
        {
            await _listener.UnbindAsync();
            _isStopped = true;
            await _group.StopAsync().WaitAsync(Patience);
        }

        public async ValueTask DisposeAsync()
        {
            await _listener.DisposeAsync();
            if (!_isStopped)
            {
                await _group.StopAsync().WaitAsync(Patience);
            }

            _memory.Dispose();
        }
    }
}
