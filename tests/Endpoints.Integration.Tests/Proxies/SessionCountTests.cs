using System.Net.WebSockets;
using System.Text;
using Endpoints.Integration.Tests.Clients;

namespace Endpoints.Integration.Tests.Proxies;

/// <summary>Many sessions through one proxy.</summary>
public sealed class SessionCountTests
{
    private const int Count = 100;

    [Theory]
    [MemberData(nameof(ProxyRoutes.ToDoors), MemberType = typeof(ProxyRoutes))]
    public async Task A_hundred_sessions_are_open_at_once(ProxyRoute route, ProxiedDoorKind door)
    {
        await using var host = await ProxiedHost.StartAsync(route, door);
        var clients = new List<DotNetClient>();
        try
        {
            for (var i = 0; i < Count; i++)
            {
                clients.Add(await host.ConnectAsync("/proxied/echo"));
            }

            await AssertAllEchoAsync(clients);
            await Task.WhenAll(clients.Select(client => client.CloseAsync()));
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }
    }

    /// <summary>As many as HAProxy lets one connection have.</summary>
    [Theory]
    [InlineData(ProxiedDoorKind.AspNetCore)]
    [InlineData(ProxiedDoorKind.KestrelConnection)]
    [InlineData(ProxiedDoorKind.EventLoop)]
    public async Task Over_http_2_a_hundred_sessions_share_one_connection(ProxiedDoorKind door)
    {
        await using var host = await ProxiedHost.StartAsync(ProxyRoute.HAProxyHttp2, door);
        var connections = 0;
        using var handler = host.Proxy.CreateHandler(connected: () => Interlocked.Increment(ref connections));
        var clients = new List<DotNetClient>();
        try
        {
            for (var i = 0; i < Count; i++)
            {
                clients.Add(await DotNetClient.ConnectAsync(
                    ProxiedHost.GetAddress("/proxied/echo"), ProxyRoute.HAProxyHttp2.GetHttpVersion(), _ => { }, handler, ownsHandler: false));
            }

            await AssertAllEchoAsync(clients);
            Assert.Equal(1, connections);
            await Task.WhenAll(clients.Select(client => client.CloseAsync()));
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }
    }

    private static Task AssertAllEchoAsync(List<DotNetClient> clients) => Task.WhenAll(clients.Select(async (client, i) =>
    {
        await client.AssertEchoAsync(WebSocketMessageType.Text, Encoding.UTF8.GetBytes($"I am {i}"));
        await client.AssertEchoAsync(WebSocketMessageType.Binary, Payloads.MakeBytes(new Random(i), 10_000));
    }));
}
