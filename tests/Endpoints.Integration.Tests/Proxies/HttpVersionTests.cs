using System.Net;
using System.Net.WebSockets;
using System.Text;
using Endpoints.Integration.Tests.Clients;

namespace Endpoints.Integration.Tests.Proxies;

/// <summary>Which versions of HTTP carry sessions to a proxy, and from there to a door.</summary>
public sealed class HttpVersionTests
{
    [Theory]
    [InlineData(ProxiedDoorKind.AspNetCore)]
    [InlineData(ProxiedDoorKind.KestrelConnection)]
    [InlineData(ProxiedDoorKind.EventLoop)]
    public async Task HAProxy_turns_extended_connect_into_an_upgrade(ProxiedDoorKind door)
    {
        await using var host = await ProxiedHost.StartAsync(ProxyRoute.HAProxyHttp2, door);
        using var client = await host.ConnectAsync("/protocols/client", options =>
        {
            options.AddSubProtocol("v11.stomp");
            options.AddSubProtocol("v10.stomp");
        });

        Assert.Equal(HttpStatusCode.OK, client.Socket.HttpStatusCode);
        Assert.Equal("v11.stomp", client.Socket.SubProtocol);
        Assert.Equal("v11.stomp", Encoding.UTF8.GetString((await client.ReceiveAsync()).Payload));
        await client.CloseAsync();
    }

    /// <summary>nginx speaks HTTP/2, but not RFC 8441: who would like to use it is told at once, and opens a connection by HTTP/1.1.</summary>
    [Fact]
    public async Task At_nginx_clients_fall_back_to_http_1_1()
    {
        await using var host = await ProxiedHost.StartAsync(ProxyRoute.Nginx, ProxiedDoorKind.AspNetCore);
        using (var client = await DotNetClient.ConnectAsync(
            ProxiedHost.GetAddress("/proxied/echo"),
            HttpVersion.Version20,
            options => options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
            host.Proxy.CreateHandler()))
        {
            Assert.Equal(HttpStatusCode.SwitchingProtocols, client.Socket.HttpStatusCode);
            await client.AssertEchoAsync(WebSocketMessageType.Text, "by HTTP/1.1"u8.ToArray());
            await client.CloseAsync();
        }

        await Assert.ThrowsAsync<WebSocketException>(() => DotNetClient.ConnectAsync(
            ProxiedHost.GetAddress("/proxied/echo"), HttpVersion.Version20, _ => { }, host.Proxy.CreateHandler()));
    }
}
