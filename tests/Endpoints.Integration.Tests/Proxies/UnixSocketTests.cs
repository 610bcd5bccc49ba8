using System.Net.WebSockets;
using Endpoints.Integration.Tests.Clients;

namespace Endpoints.Integration.Tests.Proxies;

/// <summary>A Unix socket between a proxy and a server on the same machine: no ports to run out of.</summary>
public sealed class UnixSocketTests
{
    [Theory]
    [MemberData(nameof(ProxyRoutes.ToDoors), MemberType = typeof(ProxyRoutes))]
    public async Task A_proxy_comes_to_a_server_by_a_unix_socket(ProxyRoute route, ProxiedDoorKind kind)
    {
        var folder = Directory.CreateTempSubdirectory("endpoints-socket");
        try
        {
            var path = Path.Combine(folder.FullName, "app.sock");
            await using var door = await ProxiedDoor.StartAsync(kind, unixSocket: path);
            var change = route == ProxyRoute.Nginx
                ? ($"server {door.Address} max_fails=0;", $"server unix:{path} max_fails=0;")
                : ($"server app1 {door.Address}", $"server app1 unix@{path}");
            await using var proxy = await ProxyProcess.StartAsync(route.GetProgram(), [door.Address], change);
            using var client = await DotNetClient.ConnectAsync(
                ProxiedHost.GetAddress("/proxied/echo"), route.GetHttpVersion(), _ => { }, proxy.CreateHandler());

            await client.AssertEchoAsync(WebSocketMessageType.Binary, Payloads.MakeBytes(new Random(1), 1024 * 1024));
            await client.CloseAsync(4321, "bye");

            Assert.Equal(4321, (int?)client.Socket.CloseStatus);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
