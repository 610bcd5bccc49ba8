using System.Net;
using System.Net.Security;
using System.Text;
using Endpoints.Client.Tests.Servers;

namespace Endpoints.Client.Tests;

/// <summary>The way through an HTTP proxy.</summary>
public sealed class ProxyTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task A_session_goes_through_the_proxy_whether_or_not_it_speaks_TLS(bool tls, bool withCredentials)
    {
        await using var server = await PlatformServer.StartAsync(tls);
        using var proxy = new ProxyServer();
        var options = new WebSocketClientOptions
        {
            Tls = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = PlatformServer.Trust },
            Proxy = new WebProxy(proxy.Address) { Credentials = withCredentials ? new NetworkCredential("ada", "s\u00e9cret:1") : null },
        };
        var session = await WebSocketClient.ConnectAsync(server.Address, options).WaitAsync(RawServer.Patience);
        await session.SendTextAsync("through");
        var messages = session.ReceiveAllAsync().GetAsyncEnumerator();
        Assert.True(await messages.MoveNextAsync().AsTask().WaitAsync(RawServer.Patience));
        Assert.Equal("through", messages.Current.GetText());
        Assert.False(server.Headers!.ContainsKey("Proxy-Authorization"));
        await session.DisposeAsync();

        var authority = $"127.0.0.1:{server.Address.Port}";
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes("ada:s\u00e9cret:1"));
        Assert.Equal(
            $"CONNECT {authority} HTTP/1.1\r\nHost: {authority}\r\n"
            + (withCredentials ? $"Proxy-Authorization: Basic {credentials}\r\n\r\n" : "\r\n"),
            proxy.Request);
    }

    [Theory]
    [InlineData("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n", "wants credentials", 407)]
    [InlineData("HTTP/1.1 403 Forbidden\r\n\r\n", "It is 403.", 403)]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 101", "behind its response", null)]
    public async Task A_proxy_that_refuses_or_says_too_much_is_told_so(string response, string message, int? status)
    {
        using var proxy = new ProxyServer(response);
        var options = new WebSocketClientOptions { Proxy = new WebProxy(proxy.Address) };
        var error = await Assert.ThrowsAsync<WebSocketHandshakeException>(
            () => WebSocketClient.ConnectAsync(new Uri("ws://server.example/"), options).WaitAsync(RawServer.Patience));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(status, (int?)error.StatusCode);
    }

    [Fact]
    public async Task An_address_that_bypasses_the_proxy_is_connected_to()
    {
        await using var server = await PlatformServer.StartAsync();
        using var proxy = new ProxyServer();
        var options = new WebSocketClientOptions { Proxy = new WebProxy(proxy.Address, BypassOnLocal: true) };
        await using var session = await WebSocketClient.ConnectAsync(server.Address, options).WaitAsync(RawServer.Patience);
        Assert.Equal("", proxy.Request);
    }

    [Fact]
    public async Task Only_proxies_of_HTTP_are_known()
    {
        var options = new WebSocketClientOptions { Proxy = new WebProxy("socks5://127.0.0.1:1/") };
        var error = await Assert.ThrowsAsync<ArgumentException>(() => WebSocketClient.ConnectAsync(new Uri("ws://server.example/"), options));
        Assert.Contains("'socks5'", error.Message, StringComparison.Ordinal);
    }
}
