using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Endpoints.Dispatch;
using Endpoints.Integration.Tests.Doors;
using Endpoints.Options;
using Endpoints.TestKit.Frames;
using Endpoints.TestKit.Net;
using Endpoints.Transport.Linux.Tests.Loop;
using Endpoints.Transport.Linux.Tests.Stress;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Endpoints.Transport.Linux.Tests.Hosting;

/// <summary>What an application sees of the event-loop door beside its endpoints, on each engine.</summary>
public abstract class ListenerTests(LinuxEngine engine)
{
    private readonly ConcurrentQueue<string> _log = new();

    private Task<LoopDoor> StartAsync(
        Action<WebSocketListenerOptions>? listen = null, Action<WebSocketEndpointOptions>? configure = null) => LoopDoor.StartAsync(
        engine,
        Generated.Endpoints_Transport_Linux_Tests.EndpointTable.Instance,
        configure,
        addServices: services => services.AddSingleton<StressHub>().AddSingleton<ILoggerProvider>(new LogLines(_log)),
        listen: listen);

    private static async Task<RawPeer> ConnectAsync(EndPoint endPoint)
    {
        var socket = endPoint is UnixDomainSocketEndPoint
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(endPoint);
        return new RawPeer(new NetworkStream(socket, ownsSocket: true));
    }

    private static async Task<string> AskAsync(LoopDoor door, string path)
    {
        await using var peer = new RawPeer(await door.ConnectAsync());
        await peer.OpenAsync(path);
        await peer.SendAsync(FrameBuilder.Text("?"));
        return await peer.ReadTextAsync();
    }

    [Fact]
    public async Task The_log_says_where_it_listens_and_by_what()
    {
        await using var door = await StartAsync();

        Assert.Equal(engine == LinuxEngine.Epoll ? "epoll" : "io_uring", door.Listener.Engine);
        Assert.Contains(_log, line => line.Contains($"Listening on {door.Address} with 2 loop(s) by {door.Listener.Engine}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Handlers_resume_where_they_should()
    {
        await using var door = await StartAsync();

        Assert.Equal("loop", await AskAsync(door, "/where"));
        Assert.Equal("pool", await AskAsync(door, "/where/pool"));
        Assert.Equal("pool", await AskAsync(door, "/where/blocking"));
    }

    [Fact]
    public async Task It_listens_on_several_end_points_with_several_loops_and_stops_on_all()
    {
        var folder = Directory.CreateTempSubdirectory("ws").FullName;
        var path = Path.Combine(folder, "s");
        var door = await StartAsync(options =>
        {
            options.ListenAnyIP(0);
            options.ListenUnixSocket(path);
            options.LoopCount = 3;
        });
        Assert.Equal(3, door.Listener.EndPoints.Count);
        var any = (IPEndPoint)door.Listener.EndPoints[1];
        EndPoint[] reached = [door.Address, new IPEndPoint(IPAddress.Loopback, any.Port), new IPEndPoint(IPAddress.IPv6Loopback, any.Port), new UnixDomainSocketEndPoint(path)];
        for (var i = 0; i < 12; i++)
        {
            foreach (var endPoint in reached)
            {
                await using var peer = await ConnectAsync(endPoint);
                await peer.OpenAsync("/where/pool");
            }
        }

        await door.DisposeAsync();

        Assert.False(File.Exists(path));
        Directory.Delete(folder);
        await Assert.ThrowsAnyAsync<SocketException>(() => ConnectAsync(reached[0]));
    }

    [Fact]
    public async Task Sessions_know_both_addresses()
    {
        await using var door = await StartAsync(options => options.ListenAnyIP(0));
        var any = new IPEndPoint(IPAddress.Loopback, ((IPEndPoint)door.Listener.EndPoints[1]).Port);
        foreach (var endPoint in new[] { door.Address, any })
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(endPoint);
            await using var peer = new RawPeer(new NetworkStream(socket));
            await peer.OpenAsync("/peer");

            var said = (await peer.ReadTextAsync()).Split(' ');

            Assert.Equal(((IPEndPoint)socket.LocalEndPoint!).Port, IPEndPoint.Parse(said[0]).Port);
            Assert.Equal(endPoint.Port, IPEndPoint.Parse(said[1]).Port);
            Assert.Contains("127.0.0.1", said[1], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Load_balancers_get_200_and_others_what_they_got_before()
    {
        await using var door = await StartAsync(options => options.HealthPath = "/healthz");
        await using var peer = new RawPeer(await door.ConnectAsync());
        Assert.Equal(200, (await peer.ExchangeAsync("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")).Status);

        await using var without = await StartAsync();
        await using var other = new RawPeer(await without.ConnectAsync());
        Assert.Equal(404, (await other.ExchangeAsync("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")).Status);
    }

    [Fact]
    public async Task A_stop_says_1001_to_every_session_and_accepts_no_more()
    {
        var door = await StartAsync();
        var peers = new List<RawPeer>();
        for (var i = 0; i < 10; i++)
        {
            peers.Add(await ConnectAsync(door.Address));
            await peers[^1].OpenAsync("/where");
        }

        var stopping = door.StopAsync();
        foreach (var peer in peers)
        {
            Assert.Equal(1001, await peer.ReadCloseAsync());
            await peer.SendAsync(FrameBuilder.Close(1001));
            Assert.True(await peer.IsAtEndAsync());
            await peer.DisposeAsync();
        }

        await stopping.WaitAsync(TestLoop.Patience);
        Assert.Equal(0, door.Services.GetRequiredService<EndpointServer>().SessionCount);
        await door.DisposeAsync();
    }

    [Fact]
    public async Task Connections_past_the_limit_are_ended_at_once()
    {
        await using var door = await StartAsync(options => (options.LoopCount, options.MaxConnections) = (1, 2));
        await using var first = new RawPeer(await door.ConnectAsync());
        await first.OpenAsync("/where");
        var second = new RawPeer(await door.ConnectAsync());
        await second.OpenAsync("/where");

        await using var third = new RawPeer(await door.ConnectAsync());
        Assert.True(await third.IsAtEndAsync());

        await second.SendAsync(FrameBuilder.Close(1000));
        Assert.Equal(1000, await second.ReadCloseAsync());
        await second.DisposeAsync();
        while (true)
        {
            // Its socket has room as soon as the loop has seen the end.
            await using var fourth = new RawPeer(await door.ConnectAsync());
            try
            {
                await fourth.OpenAsync("/where");
                break;
            }
            catch (Exception e) when (e is IOException or EndOfStreamException)
            {
                await Task.Yield();
            }
        }
    }

    [Theory]
    [InlineData("/members")]
    [InlineData("/members/own")]
    public async Task An_endpoint_that_demands_a_user_is_not_served_and_the_log_says_so(string path)
    {
        await using var door = await StartAsync();
        await using var peer = new RawPeer(await door.ConnectAsync());

        Assert.Equal(404, (await peer.ExchangeAsync(RawPeer.Request(path))).Status);
        Assert.Contains(_log, line => line.Contains($"at {path} is not served by the event loop", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_policy_that_the_loop_cannot_ask_is_in_the_log_and_admits_nothing()
    {
        await using var door = await StartAsync(configure: options => options.ForPattern("/where/*", rule => rule.CorsPolicy = "partners"));
        await using var peer = new RawPeer(await door.ConnectAsync());

        Assert.Equal(403, (await peer.ExchangeAsync(RawPeer.Request("/where/pool", "Origin: https://partner.example"))).Status);
        foreach (var path in (string[])["/where/pool", "/where/blocking"])
        {
            Assert.Contains(_log, line => line.Contains($"name the CORS policy partners for the endpoint at {path}", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_policy_that_an_attribute_names_is_in_the_log_and_admits_nothing_either()
    {
        await using var door = await StartAsync();
        await using var foreign = new RawPeer(await door.ConnectAsync());

        Assert.Equal(403, (await foreign.ExchangeAsync(RawPeer.Request("/partners", "Origin: https://partner.example"))).Status);
        Assert.Equal("?", await AskAsync(door, "/partners"));
        Assert.Contains(_log, line => line.Contains("at /partners has [EnableCors]. The event loop knows no policies", StringComparison.Ordinal));
        Assert.Single(_log, line => line.Contains("has [EnableCors]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_endpoint_that_allows_anybody_is_served()
    {
        await using var door = await StartAsync();

        Assert.Equal("?", await AskAsync(door, "/anybody"));
    }

    [Fact]
    public async Task A_port_in_use_stops_the_start_although_both_have_several_loops()
    {
        await using var first = await StartAsync();

        var error = await Assert.ThrowsAsync<IOException>(() => StartAsync(options => options.ListenLocalhost(first.Address.Port)));

        Assert.Contains($"bind to {first.Address}: Address already in use", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_at_the_path_of_a_socket_is_not_replaced()
    {
        var path = Path.GetTempFileName();

        var error = await Assert.ThrowsAsync<IOException>(() => StartAsync(options => options.ListenUnixSocket(path)));

        Assert.Contains("no socket", error.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(path));
        File.Delete(path);
    }

    [Fact]
    public async Task Options_that_make_no_sense_stop_the_start()
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(options => options.LoopCount = 0));

        Assert.Contains("LoopCount is 0", error.Message, StringComparison.Ordinal);
    }

    /// <summary>As an application registers: by the method that the build emits.</summary>
    [Fact]
    public async Task An_application_registers_with_two_lines_and_without_the_first_is_told_so()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton<StressHub>();
        builder.Services.AddWebSocketListener(options => (options.Engine, options.LoopCount) = (engine, 1));
        builder.Services.AddWebSocketListener(options => options.ListenLocalhost(0));
        using (var without = builder.Build())
        {
            var error = await Assert.ThrowsAsync<InvalidOperationException>(() => without.StartAsync());
            Assert.Contains("services.AddWebSocketEndpoints()", error.Message, StringComparison.Ordinal);
        }

        var complete = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        complete.Services.AddSingleton<StressHub>();
        complete.Services.AddWebSocketEndpoints(options => options.MaxMessageSize = 1000);
        complete.Services.AddWebSocketListener(options => (options.Engine, options.LoopCount) = (engine, 1));
        complete.Services.AddWebSocketListener(options => options.ListenLocalhost(0));
        using var host = complete.Build();
        await host.StartAsync();
        await using var peer = await ConnectAsync(host.Services.GetRequiredService<WebSocketListener>().EndPoints[0]);
        await peer.OpenAsync("/anybody");
        await peer.SendAsync(FrameBuilder.Text(new string('x', 1001)));
        Assert.Equal(1009, await peer.ReadCloseAsync());
        await peer.DisposeAsync();
        await host.StopAsync();
    }
}

public sealed class UringListenerTests() : ListenerTests(LinuxEngine.IoUring);

public sealed class EpollListenerTests() : ListenerTests(LinuxEngine.Epoll);
