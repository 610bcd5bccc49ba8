using System.Net;

namespace Endpoints.Integration.Tests.Proxies;

/// <summary>The same-origin check behind a proxy: what the browser knows the server by comes as <c>Host</c>.</summary>
public sealed class OriginTests
{
    private const string Echo = "/proxied/echo";

    private static HttpStatusCode Accepted(ProxyRoute route) =>
        route == ProxyRoute.HAProxyHttp2 ? HttpStatusCode.OK : HttpStatusCode.SwitchingProtocols;

    [Theory]
    [MemberData(nameof(ProxyRoutes.ToDoors), MemberType = typeof(ProxyRoutes))]
    public async Task A_page_of_the_public_host_is_of_the_same_origin(ProxyRoute route, ProxiedDoorKind door)
    {
        await using var host = await ProxiedHost.StartAsync(route, door);

        Assert.Equal(Accepted(route), await host.GetHandshakeStatusAsync("public.example", Echo, ("Origin", "https://public.example")));
        Assert.Equal(Accepted(route), await host.GetHandshakeStatusAsync("public.example", Echo, ("Origin", "https://public.example:443")));
    }

    /// <summary>The port is part of an origin, and of <c>Host</c> as the client has written it.</summary>
    [Theory]
    [MemberData(nameof(ProxyRoutes.ToDoors), MemberType = typeof(ProxyRoutes))]
    public async Task A_public_port_that_is_not_the_scheme_s_own_counts(ProxyRoute route, ProxiedDoorKind door)
    {
        await using var host = await ProxiedHost.StartAsync(route, door);

        Assert.Equal(Accepted(route), await host.GetHandshakeStatusAsync("public.example:8443", Echo, ("Origin", "https://public.example:8443")));
        Assert.Equal(HttpStatusCode.Forbidden, await host.GetHandshakeStatusAsync("public.example:8443", Echo, ("Origin", "https://public.example")));
        Assert.Equal(HttpStatusCode.Forbidden, await host.GetHandshakeStatusAsync("public.example", Echo, ("Origin", "https://public.example:8443")));
    }

    [Theory]
    [MemberData(nameof(ProxyRoutes.ToDoors), MemberType = typeof(ProxyRoutes))]
    public async Task A_page_of_another_host_is_refused_whatever_else_it_claims(ProxyRoute route, ProxiedDoorKind door)
    {
        await using var host = await ProxiedHost.StartAsync(route, door);
        var origin = ("Origin", "https://other.example");

        Assert.Equal(HttpStatusCode.Forbidden, await host.GetHandshakeStatusAsync("public.example", Echo, origin));
        Assert.Equal(HttpStatusCode.Forbidden, await host.GetHandshakeStatusAsync(
            "public.example", Echo, origin, ("X-Forwarded-Host", "other.example"), ("X-Forwarded-For", "127.0.0.1")));
    }

    /// <summary>
    /// The forwarded scheme tells ASP.NET Core that TLS was used, and a page without it is then another origin. Doors that read no forwarded headers
    /// know of no TLS, and admit both (decision 5).
    /// </summary>
    [Theory]
    [MemberData(nameof(ProxyRoutes.ToDoors), MemberType = typeof(ProxyRoutes))]
    public async Task A_page_without_tls_is_of_another_origin_where_the_scheme_is_known(ProxyRoute route, ProxiedDoorKind door)
    {
        await using var host = await ProxiedHost.StartAsync(route, door);
        var origin = ("Origin", "http://public.example");
        var expected = door == ProxiedDoorKind.AspNetCore ? HttpStatusCode.Forbidden : Accepted(route);

        Assert.Equal(expected, await host.GetHandshakeStatusAsync("public.example", Echo, origin));
        Assert.Equal(expected, await host.GetHandshakeStatusAsync("public.example", Echo, origin, ("X-Forwarded-Proto", "http")));
    }
}
