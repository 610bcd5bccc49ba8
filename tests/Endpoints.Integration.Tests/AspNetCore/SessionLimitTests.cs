using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using Endpoints.Integration.Tests.Behavior;
using Endpoints.Integration.Tests.Doors;
using Endpoints.Options;
using Endpoints.TestKit.Doors;
using Endpoints.TestKit.Frames;
using Endpoints.TestKit.Net;
using Endpoints.Transport.Linux;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Integration.Tests.AspNetCore;

/// <summary>Limits of whole hosts, which the behaviour suite cannot set for itself, and sessions over HTTP/2.</summary>
public sealed class SessionLimitTests
{
    private readonly Journal _journal = new();

    [Theory]
    [InlineData("AspNetCore")]
    [InlineData("Kestrel")]
    [InlineData("Loop")]
    public async Task An_address_has_so_many_sessions_and_so_many_handshakes(string doorName)
    {
        await using var door = await StartAsync(doorName, options =>
        {
            options.MaxSessionsPerAddress = 2;
            options.MaxHandshakesPerAddress = 4;
            options.HandshakeRatePeriod = TimeSpan.FromDays(1);
        });
        await using var first = await OpenAsync(door);
        await using var second = await OpenAsync(door);

        int[] statuses = [await RefusedAsync(door), await RefusedAsync(door), await RefusedAsync(door)];
        Assert.Equal([503, 503, 429], statuses);
    }

    [Theory]
    [InlineData("AspNetCore")]
    [InlineData("Kestrel")]
    [InlineData("Loop")]
    [InlineData("Memory")]
    public async Task For_pages_a_session_too_many_is_closed_with_1013_and_a_time(string doorName)
    {
        await using var door = await StartAsync(doorName, options => (options.MaxSessions, options.CloseBeyondSessionLimit) = (1, true));
        await using var first = await OpenAsync(door);
        await using var second = await OpenAsync(door);

        var close = await second.ReadFrameAsync();
        Assert.Equal(1013, close.CloseCode);
        Assert.InRange(new CloseStatus(1013, close.CloseReason).GetRetryAfter()!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
        await second.SendAsync(FrameBuilder.Close(1013));
        Assert.True(await second.IsAtEndAsync());

        await first.SendAsync(FrameBuilder.Text("still here"));
        Assert.Equal("still here", await first.ReadTextAsync());
    }

    [Theory]
    [InlineData("AspNetCore")]
    [InlineData("Kestrel")]
    [InlineData("Loop")]
    [InlineData("Memory")]
    public async Task However_many_handshakes_come_at_once_the_bound_holds_and_all_places_come_back(string doorName)
    {
        await using var door = await StartAsync(doorName, options => options.MaxSessions = 5);
        for (var round = 0; round < 3; round++)
        {
            var peers = await Task.WhenAll(Enumerable.Range(0, 40).Select(async _ =>
            {
                var peer = new RawPeer(await door.ConnectAsync());
                return (Peer: peer, (await peer.ExchangeAsync(RawPeer.Request("/echo"))).Status);
            }));
            Assert.Equal(5, peers.Count(peer => peer.Status == 101));
            Assert.Equal(35, peers.Count(peer => peer.Status == 503));
            foreach (var (peer, _) in peers)
            {
                await peer.DisposeAsync();
            }

            var places = door.Services.GetRequiredService<Dispatch.EndpointServer>().Routes.Single(route => route.Key.Pattern == "/echo").Value.Places;
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            while (places.Count > 0)
            {
                await Task.Delay(10, patience.Token);
            }
        }
    }

    [Fact]
    public async Task Over_HTTP2_the_same_is_answered()
    {
        await using var door = await AspNetCoreDoor.StartAsync(
            options => options.MaxSessions = 1, services => services.AddSingleton(_journal), protocols: HttpProtocols.Http2);
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler());
        using var first = await ConnectAsync(door, invoker, new ClientWebSocket());
        using var second = new ClientWebSocket();
        second.Options.CollectHttpResponseDetails = true;

        await Assert.ThrowsAsync<WebSocketException>(() => ConnectAsync(door, invoker, second));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, second.HttpStatusCode);
        var retryAfter = Assert.Single(second.HttpResponseHeaders!["Retry-After"]);
        Assert.InRange(int.Parse(retryAfter, CultureInfo.InvariantCulture), 1, 2);
    }

    private static async Task<ClientWebSocket> ConnectAsync(AspNetCoreDoor door, HttpMessageInvoker invoker, ClientWebSocket socket)
    {
        socket.Options.HttpVersion = HttpVersion.Version20;
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await socket.ConnectAsync(new UriBuilder(door.Address) { Scheme = "ws", Path = "/echo" }.Uri, invoker, deadline.Token);
        return socket;
    }

    private static async Task<RawPeer> OpenAsync(ITestDoor door)
    {
        var peer = new RawPeer(await door.ConnectAsync());
        await peer.OpenAsync("/echo");
        return peer;
    }

    private static async Task<int> RefusedAsync(ITestDoor door)
    {
        await using var peer = new RawPeer(await door.ConnectAsync());
        var response = await peer.ExchangeAsync(RawPeer.Request("/echo"));
        Assert.NotNull(response["Retry-After"]);
        return response.Status;
    }

    private async Task<ITestDoor> StartAsync(string door, Action<WebSocketEndpointOptions> configure)
    {
        void AddServices(IServiceCollection services)
        {
            services.AddSingleton(_journal);
            StagingEnvironment.Add(services);
            QueryAuthorizer.AddTo(services);
        }

        var table = Generated.Endpoints_Integration_Tests.EndpointTable.Instance;
        return door switch
        {
            "AspNetCore" => await AspNetCoreDoor.StartAsync(configure, AddServices),
            "Kestrel" => await AspNetCoreDoor.StartAsync(configure, AddServices, listen: listen => listen.UseWebSocketEndpoints()),
            "Loop" => await LoopDoor.StartAsync(LinuxEngine.Epoll, table, configure, AddServices),
            _ => new InMemoryDoor(table, configure, AddServices),
        };
    }
}
