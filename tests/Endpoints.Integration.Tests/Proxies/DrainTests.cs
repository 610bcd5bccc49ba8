using System.Net.WebSockets;
using System.Text;
using Endpoints.Integration.Tests.Clients;

namespace Endpoints.Integration.Tests.Proxies;

/// <summary>Deployments: a proxy stops, a server stops, and clients learn of it by a close frame.</summary>
public sealed class DrainTests
{
    /// <summary><c>nginx -s quit</c>, and <c>SIGUSR1</c> to HAProxy.</summary>
    [Theory]
    [MemberData(nameof(ProxyRoutes.ToDoors), MemberType = typeof(ProxyRoutes))]
    public async Task A_proxy_that_stops_softly_keeps_its_sessions_until_the_server_stops(ProxyRoute route, ProxiedDoorKind door)
    {
        await using var host = await ProxiedHost.StartAsync(route, door);
        using (var client = await host.ConnectAsync("/proxied/echo"))
        {
            await client.AssertEchoAsync(WebSocketMessageType.Text, "before"u8.ToArray());

            await host.Proxy.StopSoftlyAsync();
            await client.AssertEchoAsync(WebSocketMessageType.Text, "while it stops"u8.ToArray());

            var stopping = host.Door.StopAsync();
            await AssertGoingAwayAsync(client);
            await stopping;
        }

        Assert.Equal(0, await host.Proxy.Process.WaitForExitAsync());
    }

    [Theory]
    [MemberData(nameof(ProxyRoutes.ToDoors), MemberType = typeof(ProxyRoutes))]
    public async Task A_server_that_stops_says_1001_to_every_client(ProxyRoute route, ProxiedDoorKind door)
    {
        await using var host = await ProxiedHost.StartAsync(route, door);
        var clients = new List<DotNetClient>();
        try
        {
            for (var i = 0; i < 10; i++)
            {
                clients.Add(await host.ConnectAsync("/proxied/echo"));
            }

            var stopping = host.Door.StopAsync();
            await Task.WhenAll(clients.Select(AssertGoingAwayAsync));
            await stopping;
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }
    }

    /// <summary>The server is taken out, then stopped; who comes back finds the other one.</summary>
    [Theory]
    [InlineData(ProxyRoute.HAProxy)]
    [InlineData(ProxyRoute.HAProxyHttp2)]
    public async Task HAProxy_gives_a_drained_server_no_more_sessions(ProxyRoute route)
    {
        await using var first = await ProxiedDoor.StartAsync(ProxiedDoorKind.AspNetCore);
        await using var second = await ProxiedDoor.StartAsync(ProxiedDoorKind.EventLoop);
        await using var proxy = await ProxyProcess.StartAsync(ProxyProgram.HAProxy, [first.Address, second.Address]);
        using var client = await ConnectAsync(proxy, route);
        var (name, leaving, staying) = await IsAtAsync(client, first) ? ("app1", first, second) : ("app2", second, first);

        Assert.Equal("", await HAProxyProgram.CommandAsync(proxy.Place, $"set server endpoints/{name} state drain"));

        await client.AssertEchoAsync(WebSocketMessageType.Text, "still where it was"u8.ToArray());
        await AssertSixComeToAsync(proxy, route, staying);
        var stopping = leaving.StopAsync();
        await AssertGoingAwayAsync(client);
        await stopping;
        await AssertSixComeToAsync(proxy, route, staying);
    }

    /// <summary>nginx has no drain of its own: its file is written without the server, and loaded.</summary>
    [Fact]
    public async Task nginx_keeps_sessions_at_a_server_that_a_reload_has_taken_out()
    {
        await using var first = await ProxiedDoor.StartAsync(ProxiedDoorKind.AspNetCore);
        await using var second = await ProxiedDoor.StartAsync(ProxiedDoorKind.EventLoop);
        await using var proxy = await ProxyProcess.StartAsync(ProxyProgram.Nginx, [first.Address]);
        using var client = await ConnectAsync(proxy, ProxyRoute.Nginx);
        Assert.True(await IsAtAsync(client, first));

        await proxy.ReloadAsync(second.Address);

        await client.AssertEchoAsync(WebSocketMessageType.Text, "still where it was"u8.ToArray());
        await AssertSixComeToAsync(proxy, ProxyRoute.Nginx, second);
        var stopping = first.StopAsync();
        await AssertGoingAwayAsync(client);
        await stopping;
    }

    private static Task<DotNetClient> ConnectAsync(ProxyProcess proxy, ProxyRoute route) =>
        DotNetClient.ConnectAsync(ProxiedHost.GetAddress("/proxied/facts"), route.GetHttpVersion(), _ => { }, proxy.CreateHandler());

    private static async Task AssertSixComeToAsync(ProxyProcess proxy, ProxyRoute route, ProxiedDoor door)
    {
        for (var i = 0; i < 6; i++)
        {
            using var client = await ConnectAsync(proxy, route);
            Assert.True(await IsAtAsync(client, door));
            await client.CloseAsync();
        }
    }

    /// <summary>Takes the facts that the server begins with, and says whether they are of this one.</summary>
    private static async Task<bool> IsAtAsync(DotNetClient client, ProxiedDoor door) =>
        Encoding.UTF8.GetString((await client.ReceiveAsync()).Payload).Split('\n').Contains($"at {door.Address.Port}");

    private static async Task AssertGoingAwayAsync(DotNetClient client)
    {
        Assert.Equal(WebSocketMessageType.Close, (await client.ReceiveAsync()).Type);
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, client.Socket.CloseStatus);
        await client.CloseAsync(1001);
    }
}
