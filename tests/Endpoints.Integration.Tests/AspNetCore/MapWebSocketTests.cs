using Endpoints.Dispatch;
using Endpoints.Integration.Tests.Behavior;
using Endpoints.Integration.Tests.Doors;
using Endpoints.Options;
using Endpoints.TestKit.Frames;
using Endpoints.TestKit.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Integration.Tests.AspNetCore;

/// <summary>Handlers that are mapped in ASP.NET Core only: they are endpoints as all others are.</summary>
public sealed class MapWebSocketTests
{
    [Fact]
    public async Task A_handler_a_class_and_a_lambda_are_mapped()
    {
        await using var door = await StartAsync(app =>
        {
            app.MapWebSocket("/m/echo", new EchoHandler());
            app.MapWebSocket<CountingHandler>("/m/count/{room}/{page=1}", options => options.Protocols = []);
            app.MapWebSocket("/m/hello/{name:regex(^[a-z]+$)}", static (session, cancellationToken) =>
                session.SendTextAsync($"Hello {session.Handshake.GetRouteValue("name")}", cancellationToken));
        });

        await using var echo = await OpenAsync(door, "/m/echo", "Sec-WebSocket-Protocol: echo.v1");
        await echo.SendAsync(FrameBuilder.Text("there"));
        Assert.Equal("there", await echo.ReadTextAsync());
        await using var count = await OpenAsync(door, "/m/count/a%20b");
        Assert.Equal("a b|1|- True", await count.ReadTextAsync());
        await using var hello = await OpenAsync(door, "/m/hello/ada");
        Assert.Equal("Hello ada", await hello.ReadTextAsync());
        Assert.Equal(1000, await hello.ReadCloseAsync());
        Assert.Equal(404, await AskAsync(door, RawPeer.Request("/m/hello/7")));
    }

    [Fact]
    public async Task Conventions_and_groups_apply()
    {
        await using var door = await StartAsync(app =>
        {
            var group = app.MapGroup("/api/{tenant}");
            group.MapWebSocket("/echo", new EchoHandler());
            group.MapWebSocket("", Say("root"));
            group.MapWebSocket("secret", Say("secret")).RequireAuthorization();
            app.MapWebSocket("/attributed", [Authorize] (session, cancellationToken) => session.SendTextAsync("secret", cancellationToken));
        });

        await using var echo = await OpenAsync(door, "/api/a/echo");
        await using var root = await OpenAsync(door, "/api/a");
        Assert.Equal("root", await root.ReadTextAsync());
        Assert.Equal(401, await AskAsync(door, RawPeer.Request("/api/a/secret")));
        Assert.Equal(401, await AskAsync(door, RawPeer.Request("/attributed")));
    }

    [Fact]
    public async Task Sessions_take_part_in_the_hosts_limits_and_drain()
    {
        await using var door = await StartAsync(app => app.MapWebSocket("/m/echo", new EchoHandler(), options => options.MaxMessageSize = 10));
        await using var large = await OpenAsync(door, "/m/echo");
        await large.SendAsync(FrameBuilder.Text("12345678901"));
        Assert.Equal(1009, await large.ReadCloseAsync());

        await using var peer = await OpenAsync(door, "/m/echo");
        await peer.SendAsync(FrameBuilder.Text("x"));
        Assert.Equal("x", await peer.ReadTextAsync());
        var stopping = door.StopAsync();

        Assert.Equal(1001, await peer.ReadCloseAsync());
        await peer.SendAsync(FrameBuilder.Close(1001));
        await large.DisposeAsync();
        await stopping;
        Assert.Equal(0, door.Services.GetRequiredService<EndpointServer>().SessionCount);
    }

    [Theory]
    [InlineData(-1, "code")]
    [InlineData(1, "class")]
    public async Task Order_decides_between_a_handler_and_a_class(int order, string expected)
    {
        await using var door = await StartAsync(app => app.MapWebSocket("/ordered/x", Say("code"), options => options.Order = order));
        await using var peer = await OpenAsync(door, "/ordered/x");

        Assert.Equal(expected, await peer.ReadTextAsync());
    }

    [Fact]
    public async Task The_lower_order_comes_before_controllers_and_minimal_APIs_of_the_same_path()
    {
        await using var door = await StartAsync(
            app =>
            {
                app.MapControllers();
                app.MapGet("/page", () => "page");
                app.MapWebSocket("/page", Say("code"), options => options.Order = -1);
                app.MapWebSocket("/controlled", Say("code"), options => options.Order = -1);
            },
            services => services.AddControllers().AddApplicationPart(typeof(PageController).Assembly));

        foreach (var path in (string[])["/page", "/controlled"])
        {
            await using var peer = await OpenAsync(door, path);
            Assert.Equal("code", await peer.ReadTextAsync());

            // It takes the whole path: for a page beside it there is OnlyUpgrades.
            Assert.Equal(426, await AskAsync(door, $"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        }
    }

    [Fact]
    public async Task Handlers_for_all_doors_are_mapped_with_the_classes()
    {
        await using var door = await AspNetCoreDoor.StartAsync(addServices: services =>
        {
            services.AddSingleton(new Journal());
            services.AddWebSocketHandler("/everywhere", Say("here"));
        });
        var endpoint = door.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<Microsoft.AspNetCore.Routing.RouteEndpoint>()
            .Single(route => route.RoutePattern.RawText == "/everywhere");
        await using var peer = await OpenAsync(door, "/everywhere");

        Assert.Equal("here", await peer.ReadTextAsync());
        Assert.Contains("WebSocket /everywhere", endpoint.DisplayName, StringComparison.Ordinal);
    }

    [Fact]
    public void Mapping_without_registration_says_what_to_call()
    {
        var app = WebApplication.CreateBuilder().Build();

        var error = Assert.Throws<InvalidOperationException>(() => app.MapWebSocket("/x", Say("x")));

        Assert.Contains("AddWebSocketEndpoints() before app.MapWebSocket()", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_that_cannot_be_used_stop_the_mapping()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Services.AddWebSocketEndpoints();
        var app = builder.Build();

        var error = Assert.Throws<ArgumentException>(() => app.MapWebSocket("/x", Say("x"), options => options.MaxMessageSize = 0));

        Assert.Contains($"{nameof(WebSocketHandlerOptions)}.MaxMessageSize is 0", error.Message, StringComparison.Ordinal);
    }

    private static Func<WebSocketSession, CancellationToken, ValueTask> Say(string text) =>
        (session, cancellationToken) => session.SendTextAsync(text, cancellationToken);

    private static Task<AspNetCoreDoor> StartAsync(Action<WebApplication> map, Action<IServiceCollection>? addServices = null) =>
        AspNetCoreDoor.StartAsync(
            addServices: services =>
            {
                services.AddSingleton(new Journal()).AddScoped<ScopedThing>();
                services.AddAuthentication("none").AddScheme<Microsoft.AspNetCore.Authentication.AuthenticationSchemeOptions, NobodyAuthentication>("none", null);
                services.AddAuthorization();
                addServices?.Invoke(services);
            },
            use: map);

    private static async Task<RawPeer> OpenAsync(AspNetCoreDoor door, string path, params string[] headers)
    {
        var peer = new RawPeer(await door.ConnectAsync());
        await peer.OpenAsync(path, headers);
        return peer;
    }

    private static async Task<int> AskAsync(AspNetCoreDoor door, string request)
    {
        await using var peer = new RawPeer(await door.ConnectAsync());
        return (await peer.ExchangeAsync(request)).Status;
    }
}
