using System.Net;
using System.Net.WebSockets;
using Endpoints.Integration.Tests.Behavior;
using Endpoints.Integration.Tests.Doors;
using Endpoints.TestKit.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Integration.Tests.AspNetCore;

/// <summary>
/// A path that an HTTP endpoint serves, too: the endpoint of a class takes GET and CONNECT, so one for GET only takes no CONNECT away from
/// it, but no request with GET can be routed any more (WSE0019).
/// </summary>
public sealed class HttpRouteTests
{
    [Fact]
    public async Task Get_of_the_same_path_leaves_extended_connect_alone()
    {
        await using var door = await StartAsync(app => app.MapGet("/echo", () => "page"), HttpProtocols.Http2);
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler());
        using var socket = new ClientWebSocket();
        socket.Options.HttpVersion = HttpVersion.Version20;
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await socket.ConnectAsync(new UriBuilder(door.Address) { Scheme = "ws", Path = "/echo" }.Uri, invoker, deadline.Token);

        Assert.Equal(WebSocketState.Open, socket.State);
    }

    [Theory]
    [InlineData("/echo", 0)]
    [InlineData("/echo/", 0)]
    [InlineData("/ECHO", 0)]
    public async Task Get_of_the_same_path_leaves_an_upgrade_without_a_route(string template, int order)
    {
        await using var door = await StartAsync(app => app.MapGet(template, () => "page").WithOrder(order));
        await using var peer = new RawPeer(await door.ConnectAsync());

        Assert.Equal(500, (await peer.ExchangeAsync(RawPeer.Request("/echo"))).Status);
    }

    [Theory]
    [InlineData("GET", 1)]
    [InlineData("POST", 0)]
    public async Task Another_method_or_a_higher_order_does_not(string method, int order)
    {
        await using var door = await StartAsync(app => app.MapMethods("/echo", [method], () => "page").WithOrder(order));
        await using var peer = new RawPeer(await door.ConnectAsync());

        Assert.Equal(101, (await peer.ExchangeAsync(RawPeer.Request("/echo"))).Status);
    }

    private static Task<AspNetCoreDoor> StartAsync(Action<WebApplication> map, HttpProtocols protocols = HttpProtocols.Http1) =>
        AspNetCoreDoor.StartAsync(addServices: services => services.AddSingleton(new Journal()), use: map, protocols: protocols);
}
