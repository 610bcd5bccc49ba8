using System.Net.WebSockets;
using System.Text;
using Endpoints.Options;

namespace Endpoints.Integration.Tests.Proxies;

/// <summary>permessage-deflate (RFC 7692) is between client and server; proxies pass it on.</summary>
public sealed class CompressionTests
{
    [Theory]
    [MemberData(nameof(ProxyRoutes.ToDoors), MemberType = typeof(ProxyRoutes))]
    public async Task It_is_agreed_on_and_used(ProxyRoute route, ProxiedDoorKind door)
    {
        await using var host = await ProxiedHost.StartAsync(
            route, door, options => options.Compression = new WebSocketCompressionOptions { ServerContextTakeover = true, ClientContextTakeover = true });
        using var client = await host.ConnectAsync("/proxied/echo", options => options.DangerousDeflateOptions = new());
        var message = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("the same again, ", 10_000)));

        Assert.Equal(["permessage-deflate"], client.Socket.HttpResponseHeaders!["Sec-WebSocket-Extensions"]);
        for (var i = 0; i < 3; i++)
        {
            await client.AssertEchoAsync(WebSocketMessageType.Text, message);
        }

        await client.CloseAsync();
        if (door != ProxiedDoorKind.EventLoop)
        {
            // What the server has read and written stands for both sides of the proxy: it has no compression of its own.
            Assert.InRange(host.Door.Meter.Value.Read, 1, message.Length / 10);
            Assert.InRange(host.Door.Meter.Value.Written, 1, message.Length / 10);
        }
    }

    [Theory]
    [MemberData(nameof(ProxyRoutes.ToDoors), MemberType = typeof(ProxyRoutes))]
    public async Task A_server_without_it_stays_without(ProxyRoute route, ProxiedDoorKind door)
    {
        await using var host = await ProxiedHost.StartAsync(route, door);
        using var client = await host.ConnectAsync("/proxied/echo", options => options.DangerousDeflateOptions = new());

        Assert.False(client.Socket.HttpResponseHeaders!.ContainsKey("Sec-WebSocket-Extensions"));
        await client.AssertEchoAsync(WebSocketMessageType.Text, new byte[10_000]);
        await client.CloseAsync();
    }
}
