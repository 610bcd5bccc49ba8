using System.Net;
using System.Net.WebSockets;
using System.Security.Claims;
using System.Text;
using Endpoints.AspNetCore.Kestrel;
using Endpoints.Integration.Tests.Behavior;
using Endpoints.Integration.Tests.Doors;
using Endpoints.TestKit.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Integration.Tests.AspNetCore;

/// <summary>Interceptors of handshakes over HTTP/2, and what they take over from ASP.NET Core.</summary>
public sealed class InterceptorTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Journal _journal = new();
    private readonly HttpMessageInvoker _invoker = new(new SocketsHttpHandler());

    public void Dispose() => _invoker.Dispose();

    private Task<AspNetCoreDoor> StartAsync(
        Action<IServiceCollection>? addServices = null,
        Action<WebApplication>? use = null,
        HttpProtocols protocols = HttpProtocols.Http1,
        TimeSpan? timeout = null,
        Action<ListenOptions>? listen = null) =>
        AspNetCoreDoor.StartAsync(
            options => options.HandshakeTimeout = timeout ?? options.HandshakeTimeout,
            services =>
            {
                services.AddSingleton(_journal).AddSingleton<Behavior.Gate>();
                addServices?.Invoke(services);
            },
            use,
            protocols: protocols,
            listen: listen);

    private async Task ExpectEntriesAsync(params string[] entries)
    {
        foreach (var entry in entries)
        {
            Assert.Equal(entry, await _journal.NextAsync());
        }
    }

    private static ClientWebSocket Http2Socket(params string[] protocols)
    {
        var socket = new ClientWebSocket();
        socket.Options.HttpVersion = HttpVersion.Version20;
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        socket.Options.CollectHttpResponseDetails = true;
        foreach (var protocol in protocols)
        {
            socket.Options.AddSubProtocol(protocol);
        }

        return socket;
    }

    private static async Task<string> ReceiveTextAsync(ClientWebSocket socket)
    {
        using var deadline = new CancellationTokenSource(Patience);
        var buffer = new byte[1024];
        var result = await socket.ReceiveAsync(new ArraySegment<byte>(buffer), deadline.Token);
        return Encoding.UTF8.GetString(buffer, 0, result.Count);
    }

    private async Task ConnectAsync(ClientWebSocket socket, AspNetCoreDoor door, string pathAndQuery)
    {
        using var deadline = new CancellationTokenSource(Patience);
        await socket.ConnectAsync(new Uri($"ws://{door.Address.Authority}{pathAndQuery}"), _invoker, deadline.Token);
    }

    [Fact]
    public async Task Over_http2_they_choose_add_and_say_who()
    {
        await using var door = await StartAsync(protocols: HttpProtocols.Http2);
        using var second = Http2Socket("v1", "v2");
        await ConnectAsync(second, door, "/intercepted?do=second");
        Assert.Equal("v2", second.SubProtocol);
        Assert.Equal("nobody v2 ", await ReceiveTextAsync(second));
        await ExpectEntriesAsync("outer before", "after 200 -", "outer after");

        using var adorned = Http2Socket();
        await ConnectAsync(adorned, door, "/intercepted?do=adorn");
        Assert.Equal(["a=1", "b=2"], adorned.HttpResponseHeaders!["Set-Cookie"]);

        using var ada = Http2Socket();
        await ConnectAsync(ada, door, "/intercepted?do=sign-in");
        Assert.Equal("Ada plain acme", await ReceiveTextAsync(ada));
    }

    [Theory]
    [InlineData("do=challenge", 401, "after 401 -")]
    [InlineData("do=throw", 500, "after 500 InvalidOperationException")]
    public async Task Over_http2_they_refuse(string query, int status, string after)
    {
        await using var door = await StartAsync(protocols: HttpProtocols.Http2);
        using var socket = Http2Socket();

        await Assert.ThrowsAsync<WebSocketException>(() => ConnectAsync(socket, door, $"/intercepted?{query}"));

        Assert.Equal(status, (int)socket.HttpStatusCode);
        Assert.Equal(status == 401, socket.HttpResponseHeaders!.ContainsKey("WWW-Authenticate"));
        await ExpectEntriesAsync("outer before", after, "outer after");
    }

    [Fact]
    public async Task Over_http2_they_wait_and_are_cancelled_when_it_takes_too_long()
    {
        await using var door = await StartAsync(protocols: HttpProtocols.Http2, timeout: TimeSpan.FromMilliseconds(500));
        using var slow = Http2Socket();
        await Assert.ThrowsAsync<WebSocketException>(() => ConnectAsync(slow, door, "/intercepted?wait=1"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, slow.HttpStatusCode);
        await ExpectEntriesAsync("outer before", "waiting", "after 503 TimeoutException", "outer after");

        door.Services.GetRequiredService<Behavior.Gate>().Steps.Release();
        using var waited = Http2Socket();
        await ConnectAsync(waited, door, "/intercepted?wait=1");
        Assert.Equal("nobody plain ", await ReceiveTextAsync(waited));
    }

    [Fact]
    public async Task Over_http2_a_client_that_goes_away_cancels_them()
    {
        await using var door = await StartAsync(protocols: HttpProtocols.Http2);
        using var socket = Http2Socket();
        using var leaving = new CancellationTokenSource();
        var connecting = socket.ConnectAsync(new Uri($"ws://{door.Address.Authority}/intercepted?wait=1"), _invoker, leaving.Token);
        await ExpectEntriesAsync("outer before", "waiting");

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<Exception>(() => connecting);
        Assert.StartsWith("after nothing ", await _journal.NextAsync(), StringComparison.Ordinal);
        await ExpectEntriesAsync("outer after");
    }

    [Fact]
    public async Task Sessions_take_over_what_the_predicates_say()
    {
        await using var door = await StartAsync(
            services => services
                .AddDistributedMemoryCache()
                .AddSession()
                .CopyHttpContextItemsToWebSocketSessions(key => key is "tenant")
                .CopyHttpSessionToWebSocketSessions(key => key == "cart")
                .CopyClaimsToWebSocketSessions(claim => claim.Type == "role"),
            app => app.UseSession().Use((context, next) =>
            {
                (context.Items["tenant"], context.Items["secret"]) = ("acme", "x");
                context.Session.SetString("cart", "7");
                context.Session.SetString("other", "8");
                context.User = new ClaimsPrincipal(new ClaimsIdentity(
                    [new Claim("role", "first"), new Claim("role", "second"), new Claim("mail", "a@example.com")], "test"));
                return next(context);
            }));
        await using var peer = new RawPeer(await door.ConnectAsync());

        await peer.OpenAsync("/items");

        Assert.Equal("cart=7 role=first tenant=acme", await peer.ReadTextAsync());
    }

    [Fact]
    public async Task Without_a_session_of_http_there_is_nothing_to_take_over()
    {
        await using var door = await StartAsync(services => services.CopyHttpSessionToWebSocketSessions(_ => true));
        await using var peer = new RawPeer(await door.ConnectAsync());

        await peer.OpenAsync("/items");

        Assert.Equal("", await peer.ReadTextAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_door_before_http_serves_intercepted_endpoints_unless_they_need_the_pipeline(bool copiesItems)
    {
        await using var door = await StartAsync(
            services =>
            {
                if (copiesItems)
                {
                    services.CopyHttpContextItemsToWebSocketSessions(key => key is "tenant");
                }
            },
            app => app.Use((context, next) =>
            {
                context.Items["tenant"] = "acme";
                return next(context);
            }),
            listen: listen => listen.UseWebSocketEndpoints());
        var served = new ServedRoutes(door.Services.GetRequiredService<Dispatch.EndpointServer>(), door.Services);

        Assert.Equal(copiesItems, served.Left.Any(left => left.Pattern == "/intercepted"));
        Assert.Equal(copiesItems, served.Count == 0);
        await using var peer = new RawPeer(await door.ConnectAsync());
        await peer.OpenAsync("/items");
        Assert.Equal(copiesItems ? "tenant=acme" : "", await peer.ReadTextAsync());
    }
}

[WebSocketEndpoint("/items")]
public sealed class ItemsEndpoint
{
    [OnOpen]
    public static string Opened(WebSocketSession session) => string.Join(
        ' ', session.Items.Select(item => $"{item.Key}={(item.Value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : item.Value)}").Order(StringComparer.Ordinal));

    [OnText]
    public static void Ignore(string text)
    {
    }
}
