using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.WebSockets;
using Endpoints.AspNetCore.Kestrel;
using Endpoints.Dispatch;
using Endpoints.Integration.Tests.Behavior;
using Endpoints.Integration.Tests.Doors;
using Endpoints.TestKit.Frames;
using Endpoints.TestKit.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Integration.Tests.Kestrel;

/// <summary>The door on Kestrel's connections, and HTTP behind it on the same port.</summary>
public sealed class ConnectionDoorTests
{
    /// <summary>The requests that HTTP has seen.</summary>
    private readonly ConcurrentQueue<string> _requests = [];

    private Task<AspNetCoreDoor> StartAsync(
        HttpProtocols protocols = HttpProtocols.Http1, bool isSecure = false, Action<WebApplicationBuilder>? build = null) =>
        AspNetCoreDoor.StartAsync(
            addServices: services => services.AddSingleton<Journal>().AddSingleton<Gate>().AddScoped<ScopedThing>(),
            use: app => app.Use(async (context, next) =>
            {
                _requests.Enqueue($"{context.Request.Protocol} {context.Request.Method} {context.Request.Path}");
                if (HttpMethods.IsGet(context.Request.Method) && context.Request.Headers.Upgrade.Count == 0)
                {
                    var page = $"page {context.Request.Path}";
                    context.Response.ContentLength = page.Length;
                    await context.Response.WriteAsync(page);
                    return;
                }

                await next(context);
            }),
            build: build,
            protocols: protocols,
            listen: listen =>
            {
                if (isSecure)
                {
                    listen.UseHttps(TestCertificate.Shared);
                }

                listen.UseWebSocketEndpoints();
            });

    [Fact]
    public async Task Later_sessions_of_an_endpoint_are_served_before_HTTP_as_the_first_was()
    {
        await using var host = await StartAsync();
        for (var i = 0; i < 3; i++)
        {
            await using var peer = new RawPeer(await host.ConnectAsync());
            await peer.OpenAsync("/echo");
            await peer.SendAsync(FrameBuilder.Text($"{i}"));
            Assert.Equal($"{i}", await peer.ReadTextAsync());
        }

        Assert.Empty(_requests);
    }

    [Fact]
    public async Task A_page_and_a_socket_have_one_path()
    {
        await using var host = await StartAsync();
        using var http = new HttpClient();
        await using var peer = new RawPeer(await host.ConnectAsync());

        Assert.Equal("page /echo", await http.GetStringAsync(new Uri(host.Address, "/echo")));
        await peer.OpenAsync("/echo");
        await peer.SendAsync(FrameBuilder.Text("socket"));

        Assert.Equal("socket", await peer.ReadTextAsync());
        Assert.Equal(["HTTP/1.1 GET /echo"], _requests);
    }

    [Fact]
    public async Task An_upgrade_behind_another_request_is_served_by_http()
    {
        await using var host = await StartAsync();
        await using var peer = new RawPeer(await host.ConnectAsync());

        await peer.SendAsync("GET /first HTTP/1.1\r\nHost: localhost\r\n\r\n" + RawPeer.Request("/echo"));
        Assert.Equal(200, (await peer.ReadResponseAsync()).Status);
        Assert.Equal("page /first", System.Text.Encoding.ASCII.GetString(await peer.ReadBytesAsync("page /first".Length)));
        Assert.Equal(101, (await peer.ReadResponseAsync()).Status);
        await peer.SendAsync(FrameBuilder.Text("still"));

        Assert.Equal("still", await peer.ReadTextAsync());
        Assert.Equal(["HTTP/1.1 GET /first", "HTTP/1.1 GET /echo"], _requests);
    }

    [Fact]
    public async Task Frames_behind_the_handshake_are_not_lost_whatever_the_split()
    {
        await using var host = await StartAsync();
        byte[] all = [.. System.Text.Encoding.ASCII.GetBytes(RawPeer.Request("/echo")), .. FrameBuilder.Text("one"), .. FrameBuilder.Text("two"), .. FrameBuilder.Close(1000)];
        for (var cut = 1; cut <= all.Length; cut += 3)
        {
            await using var peer = new RawPeer(await host.ConnectAsync());
            await peer.SendAsync(all[..cut]);
            await peer.SendAsync(all[cut..]);

            Assert.Equal(101, (await peer.ReadResponseAsync()).Status);
            Assert.Equal("one", await peer.ReadTextAsync());
            Assert.Equal("two", await peer.ReadTextAsync());
            Assert.Equal(1000, await peer.ReadCloseAsync());
            Assert.True(await peer.IsAtEndAsync());
        }

        Assert.Empty(_requests);
    }

    [Fact]
    public async Task TLS_has_sockets_by_the_door_and_HTTP_2_behind_it_on_one_port()
    {
        await using var host = await StartAsync(HttpProtocols.Http1AndHttp2, isSecure: true);
        using var handler = new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = TestCertificate.Trust },
        };
        using var http = new HttpClient(handler) { DefaultRequestVersion = HttpVersion.Version20 };
        using var socket = new ClientWebSocket();
        socket.Options.RemoteCertificateValidationCallback = TestCertificate.Trust;

        Assert.Equal("page /page", await http.GetStringAsync(new Uri(host.Address, "/page")));
        await socket.ConnectAsync(new UriBuilder(host.Address) { Scheme = "wss", Path = "/echo" }.Uri, default);
        byte[] payload = [.. Enumerable.Range(0, 100_000).Select(i => (byte)i)];
        await socket.SendAsync(payload, WebSocketMessageType.Binary, true, default);
        var received = new byte[payload.Length];
        for (var count = 0; count < received.Length;)
        {
            count += (await socket.ReceiveAsync(received.AsMemory(count), default)).Count;
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, default);

        Assert.Equal(payload, received);
        Assert.Equal(["HTTP/2 GET /page"], _requests);
    }

    [Fact]
    public async Task An_endpoint_with_metadata_is_left_to_the_pipeline()
    {
        await using var host = await StartAsync();
        await using var peer = new RawPeer(await host.ConnectAsync());

        var response = await peer.ExchangeAsync(RawPeer.Request("/secured"));

        // Authorization stands before the middleware of this test. It is Kestrel that gives the date.
        Assert.NotEqual(101, response.Status);
        Assert.NotNull(response["Date"]);
        var (pattern, reason) = Assert.Single(Served(host).Left, left => left.Pattern == "/secured");
        Assert.Equal("it has AuthorizeAttribute", reason);
    }

    [Fact]
    public async Task A_handler_that_asks_about_a_user_leaves_its_endpoint_to_the_pipeline()
    {
        await using var host = await StartAsync();
        var guarded = host.Services.GetRequiredService<EndpointServer>().Routes.Keys.Where(endpoint => endpoint.Policies.Count > 0).ToArray();

        Assert.NotEmpty(guarded);
        Assert.All(guarded, endpoint => Assert.Contains(Served(host).Left, left => left.Pattern == endpoint.Pattern && left.Reason.Contains("[Authorize]", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_fallback_policy_leaves_all_endpoints_to_the_pipeline()
    {
        await using var host = await StartAsync(build: builder => builder.Services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build()));

        Assert.Equal(0, Served(host).Count);
    }

    [Fact]
    public async Task The_limit_of_upgraded_connections_holds_and_a_place_is_given_back()
    {
        await using var host = await StartAsync(build: builder => builder.WebHost.ConfigureKestrel(
            kestrel => kestrel.Limits.MaxConcurrentUpgradedConnections = 1));
        await using (var first = new RawPeer(await host.ConnectAsync()))
        {
            await first.OpenAsync("/echo");
            await using var second = new RawPeer(await host.ConnectAsync());
            Assert.Equal(503, (await second.ExchangeAsync(RawPeer.Request("/echo"))).Status);
            await first.SendAsync(FrameBuilder.Close(1000));
            Assert.Equal(1000, await first.ReadCloseAsync());
            Assert.True(await first.IsAtEndAsync());
        }

        await using var third = new RawPeer(await host.ConnectAsync());
        await third.OpenAsync("/echo");
    }

    [Fact]
    public async Task What_is_refused_is_answered_by_the_door_and_the_connection_ends()
    {
        await using var host = await StartAsync();
        await using var peer = new RawPeer(await host.ConnectAsync());

        var response = await peer.ExchangeAsync(RawPeer.Request("/echo", "Origin: http://evil.example"));

        Assert.Equal(403, response.Status);
        Assert.Empty(_requests);
    }

    private static ServedRoutes Served(AspNetCoreDoor host) => new(host.Services.GetRequiredService<EndpointServer>(), host.Services);
}
