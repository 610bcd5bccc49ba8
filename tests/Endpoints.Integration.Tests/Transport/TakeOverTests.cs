using System.Net.Sockets;
using System.Text;
using Endpoints.Dispatch;
using Endpoints.Integration.Tests.Behavior;
using Endpoints.Integration.Tests.Doors;
using Endpoints.TestKit.Frames;
using Endpoints.TestKit.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Endpoints.Integration.Tests.Transport;

/// <summary>What happens to a connection that a session takes from Kestrel's pipes.</summary>
public sealed class TakeOverTests : IDisposable
{
    private readonly LogCollector _log = new(LogLevel.Warning);

    public static TheoryData<TransportKind> Kinds => [TransportKind.IoUring, TransportKind.Epoll];

    public void Dispose() => _log.Dispose();

    private Task<AspNetCoreDoor> StartAsync(
        TransportKind kind, Action<WebApplicationBuilder>? build = null, Action<WebApplication>? use = null, Action<ListenOptions>? listen = null) =>
        AspNetCoreDoor.StartAsync(
            addServices: services => services.AddSingleton(new Journal()),
            build: builder =>
            {
                builder.Logging.AddProvider(_log);
                kind.Use(builder);
                build?.Invoke(builder);
            },
            use: use,
            listen: listen);

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Handlers_run_on_the_loop_and_see_what_flows_from_the_request(TransportKind kind)
    {
        await using var door = await StartAsync(kind, use: app => app.Use((_, next) =>
        {
            ThreadEndpoint.Flow = "flows";
            return next();
        }));
        await using var peer = new RawPeer(await door.ConnectAsync());
        await peer.OpenAsync("/transport/thread");

        await peer.SendAsync(FrameBuilder.Text("a"));
        Assert.Equal("loop flows a", await peer.ReadTextAsync());
        await peer.SendAsync(FrameBuilder.Binary([1, 2]));
        Assert.Equal("loop flows 2", await peer.ReadTextAsync());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_session_that_begins_before_http_runs_on_the_loop_too(TransportKind kind)
    {
        await using var door = await StartAsync(kind, listen: options => options.UseWebSocketEndpoints());
        await using var peer = new RawPeer(await door.ConnectAsync());
        await peer.OpenAsync("/transport/thread");

        await peer.SendAsync(FrameBuilder.Text("a"));
        Assert.Equal("loop - a", await peer.ReadTextAsync());
        await peer.SendAsync(FrameBuilder.Close(1000));
        Assert.Equal(1000, await peer.ReadCloseAsync());
        Assert.True(await peer.IsAtEndAsync());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_transport_that_was_replaced_is_left_to_the_pipes(TransportKind kind)
    {
        await using var door = await StartAsync(kind, listen: options => options.Use(next => connection =>
        {
            // As TLS does.
            connection.Transport = new Wrapped(connection.Transport);
            return next(connection);
        }));
        await using var peer = new RawPeer(await door.ConnectAsync());
        await peer.OpenAsync("/transport/thread");

        await peer.SendAsync(FrameBuilder.Text("a"));

        Assert.Equal("pool - a", await peer.ReadTextAsync());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task All_that_comes_behind_the_handshake_is_delivered_once_and_in_order(TransportKind kind)
    {
        await using var door = await StartAsync(kind);
        await using var peer = new RawPeer(await door.ConnectAsync());
        const int Count = 3000;
        byte[] conversation =
        [
            .. Encoding.ASCII.GetBytes(RawPeer.Request("/echo")),
            .. FrameBuilder.Concat([.. Enumerable.Range(0, Count).Select(i => FrameBuilder.Text($"{i} {new string('x', i % 300)}"))]),
            .. FrameBuilder.Close(1000),
        ];

        var sent = peer.SendAsync(conversation);

        Assert.Equal(101, (await peer.ReadResponseAsync()).Status);
        for (var i = 0; i < Count; i++)
        {
            Assert.Equal($"{i} {new string('x', i % 300)}", await peer.ReadTextAsync());
        }

        Assert.Equal(1000, await peer.ReadCloseAsync());
        await sent;
        Assert.True(await peer.IsAtEndAsync());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task An_ended_session_frees_its_place_and_leaves_no_trace_in_the_log(TransportKind kind)
    {
        await using var door = await StartAsync(
            kind, builder => builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxConcurrentUpgradedConnections = 1));
        for (var i = 0; i < 20; i++)
        {
            var stream = await OpenWhenFreeAsync(door);
            await using var peer = new RawPeer(stream);
            await peer.SendAsync(FrameBuilder.Text("x"));
            Assert.Equal("x", await peer.ReadTextAsync());
            if (i % 2 == 0)
            {
                await peer.SendAsync(FrameBuilder.Close(1000));
                Assert.Equal(1000, await peer.ReadCloseAsync());
                Assert.True(await peer.IsAtEndAsync());
            }
            else
            {
                // Gone without a word.
                stream.Socket.LingerState = new LingerOption(true, 0);
            }
        }

        await door.StopAsync();
        Assert.Equal(0, door.Services.GetRequiredService<EndpointServer>().SessionCount);
        Assert.DoesNotContain(_log.Entries, entry => entry.Contains("Kestrel", StringComparison.Ordinal) || entry.Contains("Transport", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_stopping_server_closes_sessions_with_1001(TransportKind kind)
    {
        await using var door = await StartAsync(kind);
        await using var peer = new RawPeer(await door.ConnectAsync());
        await peer.OpenAsync("/echo");

        var stopped = door.StopAsync();

        Assert.Equal(1001, await peer.ReadCloseAsync());
        await peer.SendAsync(FrameBuilder.Close(1001));
        Assert.True(await peer.IsAtEndAsync());
        await stopped.WaitAsync(TimeSpan.FromSeconds(30));
    }

    /// <summary>A place is free when Kestrel has seen the end of the session before, which is a moment after the peer has.</summary>
    private static async Task<NetworkStream> OpenWhenFreeAsync(AspNetCoreDoor door)
    {
        while (true)
        {
            var stream = (NetworkStream)await door.ConnectAsync();
            var response = await new RawPeer(stream).ExchangeAsync(RawPeer.Request("/echo"));
            if (response.Status == 101)
            {
                return stream;
            }

            Assert.Equal(503, response.Status);
            await stream.DisposeAsync();
        }
    }

    private sealed class Wrapped(System.IO.Pipelines.IDuplexPipe inner) : System.IO.Pipelines.IDuplexPipe
    {
        public System.IO.Pipelines.PipeReader Input => inner.Input;

        public System.IO.Pipelines.PipeWriter Output => inner.Output;
    }
}
