using System.Net;
using System.Text;

namespace Endpoints.Integration.Tests.Proxies;

/// <summary>What the server learns of a client behind a proxy.</summary>
public sealed class ForwardedHeaderTests
{
    /// <summary>Another address of this machine than the proxy's own.</summary>
    private static readonly IPAddress Client = IPAddress.Parse("127.0.0.2");

    [Theory]
    [MemberData(nameof(ProxyRoutes.All), MemberType = typeof(ProxyRoutes))]
    public async Task The_middleware_gives_sessions_the_client_s_address(ProxyRoute route)
    {
        var facts = await GetFactsAsync(route, ProxiedDoorKind.AspNetCore);

        Assert.Contains("from 127.0.0.2", facts);
        Assert.Contains("host public.example", facts);
    }

    /// <summary>Where no middleware comes by, the headers are there to be read, and the address is the proxy's.</summary>
    [Theory]
    [InlineData(ProxyRoute.Nginx, ProxiedDoorKind.KestrelConnection)]
    [InlineData(ProxyRoute.Nginx, ProxiedDoorKind.EventLoop)]
    [InlineData(ProxyRoute.HAProxy, ProxiedDoorKind.KestrelConnection)]
    [InlineData(ProxyRoute.HAProxy, ProxiedDoorKind.EventLoop)]
    [InlineData(ProxyRoute.HAProxyHttp2, ProxiedDoorKind.KestrelConnection)]
    [InlineData(ProxyRoute.HAProxyHttp2, ProxiedDoorKind.EventLoop)]
    public async Task Other_doors_pass_the_headers_on(ProxyRoute route, ProxiedDoorKind door)
    {
        var facts = await GetFactsAsync(route, door);

        Assert.Contains("from 127.0.0.1", facts);
        Assert.Contains("host public.example", facts);
        Assert.Contains("forwarded for 127.0.0.2", facts);
        Assert.Contains("forwarded proto https", facts);
    }

    /// <summary>The client claims addresses; the proxy writes what it sees instead.</summary>
    private static async Task<string[]> GetFactsAsync(ProxyRoute route, ProxiedDoorKind door)
    {
        await using var host = await ProxiedHost.StartAsync(route, door);
        using var client = await host.ConnectAsync(
            "/proxied/facts",
            options =>
            {
                options.SetRequestHeader("X-Forwarded-For", "203.0.113.7, 203.0.113.8");
                options.SetRequestHeader("X-Forwarded-Proto", "http");
                options.SetRequestHeader("X-Forwarded-Host", "other.example");
            },
            Client);
        return Encoding.UTF8.GetString((await client.ReceiveAsync()).Payload).Split('\n');
    }
}
