using System.Net.WebSockets;
using System.Text;

namespace Endpoints.Integration.Tests.Proxies;

/// <summary>Both sides learn through a proxy why a session has ended.</summary>
public sealed class CloseCodeTests
{
    [Theory]
    [MemberData(nameof(ProxyRoutes.ToDoors), MemberType = typeof(ProxyRoutes))]
    public async Task The_client_s_code_gets_to_the_server_and_back(ProxyRoute route, ProxiedDoorKind door)
    {
        await using var host = await ProxiedHost.StartAsync(route, door);
        foreach (var (code, reason) in new[] { (1000, ""), (1001, "leaving"), (3000, "registered"), (4999, "private") })
        {
            using var client = await host.ConnectAsync("/proxied/silent");

            await client.CloseAsync(code, reason);

            Assert.Equal(code, (int?)client.Socket.CloseStatus);
            Assert.Equal($"closed {code}", await host.Door.Journal.NextAsync());
        }
    }

    [Theory]
    [MemberData(nameof(ProxyRoutes.ToDoors), MemberType = typeof(ProxyRoutes))]
    public async Task The_server_s_code_gets_to_the_client(ProxyRoute route, ProxiedDoorKind door)
    {
        await using var host = await ProxiedHost.StartAsync(route, door);
        using var client = await host.ConnectAsync("/sender");

        // Which asks for a hundred messages of three bytes, and a close.
        await client.SendAsync(WebSocketMessageType.Text, "3"u8.ToArray());
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(3, (await client.ReceiveAsync()).Payload.Length);
        }

        Assert.Equal(WebSocketMessageType.Close, (await client.ReceiveAsync()).Type);
        Assert.Equal((4001, "done"), ((int?)client.Socket.CloseStatus ?? 0, client.Socket.CloseStatusDescription));
    }

    /// <summary>The server says why, although the client has sent more than it will read.</summary>
    [Theory]
    [MemberData(nameof(ProxyRoutes.ToDoors), MemberType = typeof(ProxyRoutes))]
    public async Task What_the_server_does_not_take_is_closed_with_the_reason(ProxyRoute route, ProxiedDoorKind door)
    {
        await using var host = await ProxiedHost.StartAsync(route, door);
        (WebSocketMessageType Type, byte[] Payload, int Code)[] cases =
        [
            (WebSocketMessageType.Text, [0x68, 0xC3, 0x28], 1007),
            (WebSocketMessageType.Binary, new byte[1_000_000], 1009),
        ];
        foreach (var (type, payload, code) in cases)
        {
            using var client = await host.ConnectAsync("/echo");
            var receiving = client.ReceiveAsync();

            await client.SendAsync(type, payload);

            Assert.Equal(WebSocketMessageType.Close, (await receiving).Type);
            Assert.Equal(code, (int?)client.Socket.CloseStatus);
        }
    }

    [Theory]
    [MemberData(nameof(ProxyRoutes.ToDoors), MemberType = typeof(ProxyRoutes))]
    public async Task A_client_that_vanishes_is_noticed(ProxyRoute route, ProxiedDoorKind door)
    {
        await using var host = await ProxiedHost.StartAsync(route, door);
        using (var client = await host.ConnectAsync("/proxied/silent"))
        {
            await client.SendAsync(WebSocketMessageType.Binary, []);
            Assert.Equal("0", Encoding.UTF8.GetString((await client.ReceiveAsync()).Payload));
            client.Socket.Abort();
        }

        Assert.Equal("closed 1006", await host.Door.Journal.NextAsync());
    }
}
