namespace Endpoints.Integration.Tests.Proxies;

/// <summary>How a client comes to a door.</summary>
public enum ProxyRoute
{
    /// <summary>By nginx, over HTTP/1.1: it does not offer RFC 8441.</summary>
    Nginx,

    /// <summary>By HAProxy, over HTTP/1.1.</summary>
    HAProxy,

    /// <summary>By HAProxy, over HTTP/2 as far as there (RFC 8441).</summary>
    HAProxyHttp2,
}

public static class ProxyRoutes
{
    public static TheoryData<ProxyRoute> All => [.. Enum.GetValues<ProxyRoute>()];

    /// <summary>Every way to each of the doors.</summary>
    public static TheoryData<ProxyRoute, ProxiedDoorKind> ToDoors
    {
        get
        {
            var data = new TheoryData<ProxyRoute, ProxiedDoorKind>();
            foreach (var route in Enum.GetValues<ProxyRoute>())
            {
                data.Add(route, ProxiedDoorKind.AspNetCore);
                data.Add(route, ProxiedDoorKind.KestrelConnection);
                data.Add(route, ProxiedDoorKind.EventLoop);
            }

            return data;
        }
    }

    internal static ProxyProgram GetProgram(this ProxyRoute route) => route == ProxyRoute.Nginx ? ProxyProgram.Nginx : ProxyProgram.HAProxy;

    internal static Version GetHttpVersion(this ProxyRoute route) =>
        route == ProxyRoute.HAProxyHttp2 ? System.Net.HttpVersion.Version20 : System.Net.HttpVersion.Version11;
}
