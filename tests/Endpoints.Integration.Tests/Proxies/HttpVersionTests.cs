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

    /// <summary>Sessions then take streams, not connections, so that no number of ports limits them.</summary>
    [Theory]
    [InlineData(ProxyRoute.HAProxy)]
    [InlineData(ProxyRoute.HAProxyHttp2)]
    public async Task HAProxy_speaks_http_2_to_the_server_when_told_so(ProxyRoute route)
    {
        await using var door = await ProxiedDoor.StartAsync(ProxiedDoorKind.AspNetCoreOverHttp2);
        await using var proxy = await ProxyProcess.StartAsync(
            ProxyProgram.HAProxy, [door.Address], ($"server app1 {door.Address}", $"server app1 {door.Address} proto h2"));
        using var client = await DotNetClient.ConnectAsync(
            ProxiedHost.GetAddress("/proxied/echo"), route.GetHttpVersion(), _ => { }, proxy.CreateHandler());

        await client.AssertEchoAsync(WebSocketMessageType.Binary, Payloads.MakeBytes(new Random(2), 1024 * 1024));
        await client.CloseAsync(4321, "bye");

        Assert.Equal(4321, (int?)client.Socket.CloseStatus);
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
