using Endpoints.Integration.Tests.Browser;
using Microsoft.Playwright;

namespace Endpoints.Integration.Tests.Proxies;

/// <summary>A page from behind a proxy opens a session at its own host, in Chromium, as a visitor's browser does.</summary>
public sealed class BrowserTests(ChromiumFixture chromium) : IClassFixture<ChromiumFixture>
{
    [Theory]
    [InlineData(ProxyRoute.Nginx, ProxiedDoorKind.AspNetCore)]
    [InlineData(ProxyRoute.Nginx, ProxiedDoorKind.KestrelConnection)]
    [InlineData(ProxyRoute.HAProxyHttp2, ProxiedDoorKind.AspNetCore)]
    [InlineData(ProxyRoute.HAProxyHttp2, ProxiedDoorKind.KestrelConnection)]
    public async Task A_page_opens_a_session_at_its_own_host(ProxyRoute route, ProxiedDoorKind door)
    {
        await using var host = await ProxiedHost.StartAsync(route, door);
        await using var context = await chromium.NewContextAsync(new BrowserNewContextOptions { IgnoreHTTPSErrors = true });
        var page = await context.NewPageAsync();
        await page.GotoAsync($"https://{ProxiedHost.PublicHost}:{host.Proxy.Place.Port}/proxied/page");

        var answer = await page.EvaluateAsync<string>("""
            () => new Promise((resolve, reject) => {
                const socket = new WebSocket(`wss://${location.host}/proxied/echo`);
                socket.onopen = () => socket.send('hello');
                socket.onmessage = message => { resolve(message.data); socket.close(1000); };
                socket.onclose = close => reject(new Error(`closed with ${close.code}`));
            })
            """);

        Assert.Equal("hello", answer);
    }
}
