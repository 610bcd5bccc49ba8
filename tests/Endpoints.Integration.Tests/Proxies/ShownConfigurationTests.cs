using Endpoints.Options;

namespace Endpoints.Integration.Tests.Proxies;

/// <summary>What the files of <c>docs/deploy</c> say fits the defaults of the server.</summary>
public sealed class ShownConfigurationTests
{
    [Theory]
    [MemberData(nameof(ProxyRoutes.All), MemberType = typeof(ProxyRoutes))]
    public void The_server_gives_a_silent_client_up_before_the_proxy_does(ProxyRoute route)
    {
        var options = new WebSocketEndpointOptions();

        var givenUpAfter = options.KeepAliveInterval + options.KeepAliveTimeout;

        Assert.InRange(route.GetProgram().GetShownSilence(), givenUpAfter.TotalSeconds + 1, 24 * 60 * 60);
    }

    [Theory]
    [InlineData(ProxyRoute.Nginx)]
    [InlineData(ProxyRoute.HAProxy)]
    public async Task A_page_without_tls_is_sent_to_one_with(ProxyRoute route)
    {
        await using var host = await ProxiedHost.StartAsync(route, ProxiedDoorKind.AspNetCore);
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false };
        using var client = new HttpClient(handler);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{host.Proxy.Place.PlainPort}/proxied/page?a=b");
        request.Headers.Host = ProxiedHost.PublicHost;

        using var response = await client.SendAsync(request);

        Assert.Equal(301, (int)response.StatusCode);
        Assert.Equal("https://public.example/proxied/page?a=b", response.Headers.Location?.OriginalString);
    }

    /// <summary>Requests of other kinds take the same way, on connections that are kept.</summary>
    [Theory]
    [MemberData(nameof(ProxyRoutes.All), MemberType = typeof(ProxyRoutes))]
    public async Task Pages_come_by_the_same_way(ProxyRoute route)
    {
        await using var host = await ProxiedHost.StartAsync(route, ProxiedDoorKind.KestrelConnection);
        using var client = new HttpClient(host.Proxy.CreateHandler())
        {
            DefaultRequestVersion = route.GetHttpVersion(),
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        for (var i = 0; i < 3; i++)
        {
            Assert.Contains("Proxied", await client.GetStringAsync("https://public.example/proxied/page"), StringComparison.Ordinal);
        }
    }
}
