using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Endpoints.Client.Tests.Servers;
using Endpoints.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Endpoints.Client.Tests.Http2;

/// <summary>What is sent with an extended CONNECT, how its answer is judged, and what happens where it cannot be had.</summary>
public sealed class Http2HandshakeTests
{
    [Fact]
    public async Task Headers_origin_cookies_and_sub_protocols_go_with_the_request_and_the_response_is_kept()
    {
        await using var server = await PlatformServer.StartAsync(protocols: HttpProtocols.Http2, before: context =>
        {
            context.Response.Headers.Append("Set-Cookie", "seen=1");
            context.Response.Headers.Append("Set-Cookie", "kept=2");
            return Task.FromResult(true);
        });
        var options = Http2Options.Exact;
        options.Headers["Authorization"] = "Bearer x";
        options.Origin = "https://app.example";
        options.Cookies = new CookieContainer();
        options.Cookies.Add(new Cookie("id", "7", "/", "127.0.0.1"));
        options.Protocols.Add("other");
        options.Protocols.Add("echo.v1");
        await using var session = await WebSocketClient.ConnectAsync(server.Address, options).WaitAsync(RawServer.Patience);
        Assert.Equal("echo.v1", session.SubProtocol);
        Assert.Equal(
            ("Bearer x", "https://app.example", "id=7", "other, echo.v1", "13"),
            ($"{server.Headers!.Authorization}", $"{server.Headers.Origin}", $"{server.Headers.Cookie}",
                $"{server.Headers.SecWebSocketProtocol}", $"{server.Headers.SecWebSocketVersion}"));
        Assert.False(server.Headers.ContainsKey("Sec-WebSocket-Key"));
        Assert.Equal(["seen=1", "kept=2"], ((WebSocketClientHandshake)session.Handshake).Headers["Set-Cookie"]);
        Assert.Equal(3, options.Cookies.Count);
    }

    [Fact]
    public async Task A_certificate_that_is_not_trusted_is_refused_by_a_shared_connection_too()
    {
        await using var server = await PlatformServer.StartAsync(tls: true, protocols: HttpProtocols.Http2);
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler());
        await Assert.ThrowsAsync<AuthenticationException>(() => WebSocketClient.ConnectAsync(server.Address, Http2Options.Sharing(invoker)));
    }

    [Fact]
    public async Task A_session_goes_through_a_proxy()
    {
        await using var server = await PlatformServer.StartAsync(tls: true, protocols: HttpProtocols.Http2);
        using var proxy = new ProxyServer();
        var options = Http2Options.Exact;
        options.Proxy = new WebProxy(proxy.Address);
        await using var session = await WebSocketClient.ConnectAsync(server.Address, options).WaitAsync(RawServer.Patience);
        await Http2Options.EchoAsync(session, "through");
        Assert.StartsWith($"CONNECT 127.0.0.1:{server.Address.Port} HTTP/1.1\r\n", proxy.Request, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_refusal_says_what_is_wrong_with_it_on_a_shared_connection_too(bool isShared)
    {
        await using var server = await PlatformServer.StartAsync(protocols: HttpProtocols.Http2, before: context =>
        {
            context.Response.StatusCode = 401;
            context.Response.Headers.WWWAuthenticate = "Bearer";
            return Task.FromResult(false);
        });
        using var invoker = Http2Options.CreateInvoker();
        var options = isShared ? Http2Options.Sharing(invoker) : Http2Options.Exact;
        var error = await Assert.ThrowsAsync<WebSocketHandshakeException>(() => WebSocketClient.ConnectAsync(server.Address, options));
        Assert.Equal(HttpStatusCode.Unauthorized, error.StatusCode);
        Assert.Equal(["Bearer"], error.Headers["www-authenticate"]);
        Assert.EndsWith("the status is not 200 (RFC 8441 section 5). It is 401.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_is_followed_as_far_as_the_options_say()
    {
        await using var server = await PlatformServer.StartAsync(protocols: HttpProtocols.Http2, before: context =>
        {
            var isThere = context.Request.Path == "/there";
            if (!isThere)
            {
                context.Response.StatusCode = 307;
                context.Response.Headers.Location = "/there";
            }

            return Task.FromResult(isThere);
        });
        var options = Http2Options.Exact;
        await Assert.ThrowsAsync<WebSocketHandshakeException>(() => WebSocketClient.ConnectAsync(server.Address, options));
        options.MaxRedirects = 1;
        await using var session = await WebSocketClient.ConnectAsync(server.Address, options).WaitAsync(RawServer.Patience);
        Assert.Equal(("/there", HttpVersion.Version20), (session.Handshake.Path, Http2Options.VersionOf(session)));
    }

    [Theory]
    [InlineData("Sec-WebSocket-Protocol", "b", "sub-protocol that was not offered")]
    [InlineData("Sec-WebSocket-Extensions", "permessage-deflate", "that were not offered")]
    public async Task What_was_not_offered_is_not_taken(string name, string value, string message)
    {
        await using var server = await PlatformServer.StartAsync(protocols: HttpProtocols.Http2, before: async context =>
        {
            context.Response.Headers[name] = value;
            await context.Features.Get<IHttpExtendedConnectFeature>()!.AcceptAsync();
            return false;
        });
        var options = Http2Options.Exact;
        options.Protocols.Add("a");
        var error = await Assert.ThrowsAsync<WebSocketHandshakeException>(() => WebSocketClient.ConnectAsync(server.Address, options));
        Assert.Equal(HttpStatusCode.OK, error.StatusCode);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_response_with_more_headers_than_are_taken_is_refused()
    {
        await using var server = await PlatformServer.StartAsync(protocols: HttpProtocols.Http2, before: context =>
        {
            context.Response.Headers["X-Large"] = new string('x', 20_000);
            return Task.FromResult(true);
        });
        await Assert.ThrowsAsync<WebSocketHandshakeException>(() => WebSocketClient.ConnectAsync(server.Address, Http2Options.Exact));
        var options = Http2Options.Exact;
        options.MaxResponseHeadSize = 32 * 1024;
        await using var session = await WebSocketClient.ConnectAsync(server.Address, options).WaitAsync(RawServer.Patience);
        Assert.Equal(20_000, session.Handshake.GetHeaderValue("X-Large")!.Length);
    }

    [Theory]
    [InlineData(HttpProtocols.Http1, 1)]
    [InlineData(HttpProtocols.Http1AndHttp2, 2)]
    [InlineData(HttpProtocols.Http2, 2)]
    public async Task Over_TLS_the_server_chooses_and_one_connection_is_enough(HttpProtocols protocols, int version)
    {
        await using var server = await PlatformServer.StartAsync(tls: true, protocols: protocols);
        var options = Http2Options.Of(HttpVersionPolicy.RequestVersionOrLower);
        await using var session = await WebSocketClient.ConnectAsync(server.Address, options).WaitAsync(RawServer.Patience);
        Assert.Equal(version, Http2Options.VersionOf(session).Major);
        await Http2Options.EchoAsync(session, "chosen");
        Assert.Single(server.Connections);
    }

    [Fact]
    public async Task Without_TLS_HTTP_1_1_is_taken_where_it_may_be()
    {
        await using var server = await PlatformServer.StartAsync();
        var options = Http2Options.Of(HttpVersionPolicy.RequestVersionOrLower);
        await using var session = await WebSocketClient.ConnectAsync(server.Address, options).WaitAsync(RawServer.Patience);
        Assert.Equal(HttpVersion.Version11, Http2Options.VersionOf(session));
    }

    [Fact]
    public async Task A_server_that_speaks_no_HTTP_2_is_refused_where_nothing_else_may_be()
    {
        await using var plain = await PlatformServer.StartAsync();
        var error = await Assert.ThrowsAsync<WebSocketHandshakeException>(
            () => WebSocketClient.ConnectAsync(plain.Address, Http2Options.Exact).WaitAsync(RawServer.Patience));
        Assert.Contains("does not speak HTTP/2", error.Message, StringComparison.Ordinal);

        await using var secure = await PlatformServer.StartAsync(tls: true);
        await Assert.ThrowsAsync<AuthenticationException>(
            () => WebSocketClient.ConnectAsync(secure.Address, Http2Options.Exact).WaitAsync(RawServer.Patience));
    }

    [Fact]
    public async Task A_server_without_WebSockets_over_HTTP_2_is_told_so()
    {
        using var server = new SettingsServer(tls: false);
        var error = await Assert.ThrowsAsync<WebSocketHandshakeException>(
            () => WebSocketClient.ConnectAsync(server.Address, Http2Options.Exact).WaitAsync(RawServer.Patience));
        Assert.Contains("SETTINGS_ENABLE_CONNECT_PROTOCOL (RFC 8441 section 3)", error.Message, StringComparison.Ordinal);
        await server.Ended.WaitAsync(RawServer.Patience);
    }

    [Fact]
    public async Task Or_is_asked_again_by_HTTP_1_1_where_that_may_be()
    {
        using var lacking = new SettingsServer(tls: true);
        await using var server = await PlatformServer.StartAsync(tls: true);
        var targets = new Queue<int>([lacking.Address.Port, server.Address.Port]);
        var options = Http2Options.Of(HttpVersionPolicy.RequestVersionOrLower);
        options.ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, targets.Dequeue(), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        };
        await using var session = await WebSocketClient.ConnectAsync(lacking.Address, options).WaitAsync(RawServer.Patience);
        Assert.Equal((HttpVersion.Version11, 0), (Http2Options.VersionOf(session), targets.Count));
        await lacking.Ended.WaitAsync(RawServer.Patience);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_that_does_not_answer_is_given_up(bool isShared)
    {
        using var server = new SettingsServer(tls: false, answers: false);
        using var invoker = Http2Options.CreateInvoker();
        var time = new TestClock();
        var options = isShared ? Http2Options.Sharing(invoker) : Http2Options.Exact;
        options.TimeProvider = time;
        options.HandshakeTimeout = TimeSpan.FromSeconds(4);
        var connecting = WebSocketClient.ConnectAsync(server.Address, options);
        await server.Asked.WaitAsync(RawServer.Patience);
        time.Advance(TimeSpan.FromSeconds(4) - TimeSpan.FromTicks(1));
        Assert.False(connecting.IsCompleted);
        time.Advance(TimeSpan.FromTicks(1));
        var error = await Assert.ThrowsAsync<TimeoutException>(() => connecting.WaitAsync(RawServer.Patience));
        Assert.Contains("HandshakeTimeout", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_there_is_what_it_is_without_HTTP_2()
    {
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var address = new Uri($"ws://127.0.0.1:{((IPEndPoint)listener.LocalEndPoint!).Port}/");
        using var invoker = Http2Options.CreateInvoker();
        await Assert.ThrowsAsync<SocketException>(() => WebSocketClient.ConnectAsync(address, Http2Options.Exact));
        await Assert.ThrowsAsync<SocketException>(() => WebSocketClient.ConnectAsync(address, Http2Options.Sharing(invoker)));
    }
}
