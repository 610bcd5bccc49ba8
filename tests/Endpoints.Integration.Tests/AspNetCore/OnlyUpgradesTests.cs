using System.Net;
using System.Net.WebSockets;
using Endpoints.AspNetCore.Kestrel;
using Endpoints.Integration.Tests.Behavior;
using Endpoints.Integration.Tests.Doors;
using Endpoints.TestKit.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Integration.Tests.AspNetCore;

/// <summary>A page and a socket at one URL.</summary>
public sealed class OnlyUpgradesTests
{
    [Theory]
    [InlineData("/shared", false)] // of a class
    [InlineData("/code", false)] // of a handler
    [InlineData("/controlled", false)] // with a controller
    [InlineData("/shared", true)] // on Kestrel's connections
    public async Task Upgrades_go_to_the_socket_and_everything_else_to_the_page(string path, bool beforeHttp)
    {
        await using var door = await StartAsync(beforeHttp: beforeHttp);

        await using var socket = new RawPeer(await door.ConnectAsync());
        await socket.OpenAsync(path);
        Assert.Equal("socket", await socket.ReadTextAsync());
        using var client = new HttpClient();
        Assert.Equal("page", await client.GetStringAsync(new Uri(door.Address, path)));
    }

    [Fact]
    public async Task The_connection_door_serves_them()
    {
        await using var door = await StartAsync(beforeHttp: true);
        var server = door.Services.GetRequiredService<Dispatch.EndpointServer>();

        var served = new ServedRoutes(server, door.Services);

        Assert.DoesNotContain("/shared", served.Left.Select(left => left.Pattern));
    }

    [Fact]
    public async Task A_lower_order_of_the_socket_leaves_the_page_alone()
    {
        await using var door = await StartAsync(order: -1);
        await using var socket = new RawPeer(await door.ConnectAsync());
        await socket.OpenAsync("/code");
        Assert.Equal("socket", await socket.ReadTextAsync());

        using var client = new HttpClient();
        Assert.Equal("page", await client.GetStringAsync(new Uri(door.Address, "/code")));
    }

    [Fact]
    public async Task Extended_connect_is_an_upgrade_and_another_request_over_HTTP_2_is_none()
    {
        await using var door = await StartAsync(protocols: HttpProtocols.Http2);
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler());
        using var socket = new ClientWebSocket();
        socket.Options.HttpVersion = HttpVersion.Version20;
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await socket.ConnectAsync(new UriBuilder(door.Address) { Scheme = "ws", Path = "/shared" }.Uri, invoker, deadline.Token);
        Assert.Equal(WebSocketState.Open, socket.State);

        using var client = new HttpClient { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        Assert.Equal("page", await client.GetStringAsync(new Uri(door.Address, "/shared")));
    }

    [Theory]
    [InlineData("Upgrade: h2c", 200)]
    [InlineData("Upgrade: h2c, WebSocket", 400)] // it asks, and the rest of its handshake is wrong
    [InlineData("Upgrade: websocket", 400)]
    [InlineData("X: websocket", 200)]
    public async Task What_asks_for_a_WebSocket_is_judged_by_the_endpoint(string line, int status)
    {
        await using var door = await StartAsync();
        await using var peer = new RawPeer(await door.ConnectAsync());

        Assert.Equal(status, (await peer.ExchangeAsync($"GET /shared HTTP/1.1\r\nHost: localhost\r\n{line}\r\n\r\n")).Status);
    }

    [Fact]
    public async Task Without_a_page_other_requests_are_not_found()
    {
        await using var door = await StartAsync();
        await using var peer = new RawPeer(await door.ConnectAsync());

        Assert.Equal(404, (await peer.ExchangeAsync("GET /alone HTTP/1.1\r\nHost: localhost\r\n\r\n")).Status);
    }

    [Fact]
    public void Handlers_that_are_registered_without_this_door_say_what_to_call()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Services.AddWebSocketHandler("/alone", Say, options => options.OnlyUpgrades = true);
        var app = builder.Build();

        var error = Assert.Throws<InvalidOperationException>(() => app.MapWebSocketEndpoints());

        Assert.Contains("AddWebSocketEndpoints", error.Message, StringComparison.Ordinal);
    }

    private static ValueTask Say(WebSocketSession session, CancellationToken cancellationToken) => session.SendTextAsync("socket", cancellationToken);

    private static Task<AspNetCoreDoor> StartAsync(HttpProtocols protocols = HttpProtocols.Http1, bool beforeHttp = false, int order = 0) =>
        AspNetCoreDoor.StartAsync(
            addServices: services =>
            {
                services.AddSingleton(new Journal());
                services.AddControllers().AddApplicationPart(typeof(PageController).Assembly);
                services.AddWebSocketHandler("/code", Say, options => (options.OnlyUpgrades, options.Order) = (true, order));
            },
            use: app =>
            {
                app.MapControllers();
                app.MapGet("/shared", () => "page");
                app.MapGet("/code", () => "page");
                app.MapWebSocket("/controlled", Say, options => options.OnlyUpgrades = true);
                app.MapWebSocket("/alone", Say, options => options.OnlyUpgrades = true);
            },
            protocols: protocols,
            listen: listen =>
            {
                if (beforeHttp)
                {
                    listen.UseWebSocketEndpoints();
                }
            });
}
