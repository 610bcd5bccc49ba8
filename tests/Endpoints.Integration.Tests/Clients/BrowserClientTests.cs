using Endpoints.Integration.Tests.Browser;
using Endpoints.Integration.Tests.Samples;
using Microsoft.Playwright;

namespace Endpoints.Integration.Tests.Clients;

/// <summary>Chromium's WebSocket, from the echo sample's own page, against the echo sample.</summary>
[Collection(EchoCollection.Name)]
public sealed class BrowserClientTests(EchoSample echo, ChromiumFixture chromium) : IClassFixture<ChromiumFixture>
{
    /// <summary>Gives the page the cases that Node runs, too.</summary>
    private const string RunCase = """
        async name => {
          const module = URL.createObjectURL(new Blob([window.casesSource], { type: 'text/javascript' }));
          const { cases } = await import(module);
          const base = location.origin.replace('http', 'ws');
          await cases[name]({
            WebSocket,
            echo: `${base}/echo`,
            portfolio: `${base}/spring-websocket-portfolio/portfolio`,
            ready: () => console.log('ready'),
          });
          return 'passed';
        }
        """;

    [Theory]
    [InlineData("text")]
    [InlineData("binary")]
    [InlineData("random")]
    [InlineData("close codes")]
    [InlineData("sub-protocols")]
    [InlineData("too large")]
    public async Task Talks_to_the_echo_sample(string name)
    {
        await using var context = await chromium.NewContextAsync();
        var page = await OpenAsync(context, echo.Sample);

        Assert.Equal("passed", await page.EvaluateAsync<string>(RunCase, name));
    }

    [Fact]
    public async Task Is_told_1001_when_the_server_stops()
    {
        await using var server = await SampleProcess.StartAsync("Echo");
        await using var context = await chromium.NewContextAsync();
        var page = await OpenAsync(context, server);

        var ready = page.WaitForConsoleMessageAsync(new() { Predicate = message => message.Text == "ready" });
        var passed = page.EvaluateAsync<string>(RunCase, "server stops");
        await ready;
        Assert.Equal(0, await server.StopAsync());

        Assert.Equal("passed", await passed);
    }

    /// <summary>A page of another origin is refused, and the browser tells its script nothing but that.</summary>
    [Fact]
    public async Task A_page_of_another_origin_is_refused()
    {
        await using var stranger = await SampleProcess.StartAsync("Echo");
        await using var context = await chromium.NewContextAsync();
        var page = await OpenAsync(context, stranger);

        var code = await page.EvaluateAsync<int>(
            "url => new Promise(resolve => new WebSocket(url).addEventListener('close', event => resolve(event.code)))",
            echo.Sample.GetEndpoint("/echo").ToString());

        Assert.Equal(1006, code);
    }

    private static async Task<IPage> OpenAsync(IBrowserContext context, SampleProcess server)
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync(server.Address.ToString());
        var cases = await File.ReadAllTextAsync(Path.Combine(Repository.ClientFolder, "node", "cases.mjs"));
        await page.EvaluateAsync("source => { window.casesSource = source; }", cases);
        return page;
    }
}
