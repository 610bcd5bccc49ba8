using System.Net;
using Endpoints.Integration.Tests.Behavior;
using Endpoints.Integration.Tests.Browser;
using Endpoints.Integration.Tests.Doors;
using Endpoints.Integration.Tests.Samples;
using Endpoints.Transport.Linux;
using Microsoft.Playwright;

namespace Endpoints.Integration.Tests.Clients.Matrix;

/// <summary>The same messages to the event loop, which has neither pages nor a meter: the clients compare every byte.</summary>
public sealed class LoopMatrixTests(ChromiumFixture chromium) : IClassFixture<ChromiumFixture>
{
    [Theory]
    [InlineData(MatrixMode.Plain, "")]
    [InlineData(MatrixMode.Takeover, "permessage-deflate")]
    public Task Node(MatrixMode mode, string agreement) =>
        RunAsync(mode, LinuxEngine.IoUring, agreement, address => MatrixTests.RunProgramAsync(PeerProgram.Node, address, mode, 600));

    [Theory]
    [InlineData(MatrixMode.Plain, "")]
    [InlineData(MatrixMode.NoTakeover, MatrixTests.NoTakeover)]
    public Task Python(MatrixMode mode, string agreement) =>
        RunAsync(mode, LinuxEngine.IoUring, agreement, address => MatrixTests.RunProgramAsync(PeerProgram.Python, address, mode, 700));

    [Fact]
    public async Task Go()
    {
        var peer = await GoPeer.GetAsync();
        await RunAsync(MatrixMode.Plain, LinuxEngine.IoUring, "", address => MatrixTests.RunProgramAsync(peer, address, MatrixMode.Plain, 800));
    }

    [Theory]
    [InlineData(MatrixMode.Plain, LinuxEngine.IoUring, "")]
    [InlineData(MatrixMode.Takeover, LinuxEngine.IoUring, "permessage-deflate")]
    [InlineData(MatrixMode.Plain, LinuxEngine.Epoll, "")]
    [InlineData(MatrixMode.Takeover, LinuxEngine.Epoll, "permessage-deflate")]
    public Task DotNet(MatrixMode mode, LinuxEngine engine, string agreement) => RunAsync(mode, engine, agreement, async address =>
    {
        var client = new DotNetMatrix(address, HttpVersion.Version11, windows: false);
        await client.EchoAsync(900, MatrixTests.Count);
        await client.SourceAsync(901, MatrixTests.Count);
        return client.Agreed;
    });

    [Theory]
    [InlineData(MatrixMode.Plain, "")]
    [InlineData(MatrixMode.Takeover, "permessage-deflate")]
    public Task Chromium(MatrixMode mode, string agreement) => RunAsync(mode, LinuxEngine.IoUring, agreement, async address =>
    {
        await using var context = await chromium.NewContextAsync(new BrowserNewContextOptions());

        // The page of this origin comes from here: the event loop serves none.
        await context.RouteAsync(address.ToString(), route => route.FulfillAsync(new RouteFulfillOptions
        {
            ContentType = "text/html", Body = "<!doctype html><title>Matrix</title>",
        }));
        await context.RouteAsync($"{address}peer/*", route => route.FulfillAsync(new RouteFulfillOptions
        {
            ContentType = "text/javascript; charset=utf-8",
            Path = Path.Combine(Repository.ClientFolder, "node", Path.GetFileName(new Uri(route.Request.Url).AbsolutePath)),
        }));
        var page = await context.NewPageAsync();
        await page.GotoAsync(address.ToString());
        return await page.EvaluateAsync<string[]>(MatrixTests.RunInPage, new { seed = 1000, count = MatrixTests.Count });
    });

    private static async Task RunAsync(MatrixMode mode, LinuxEngine engine, string agreement, Func<Uri, Task<IReadOnlyList<string>>> run)
    {
        await using var door = await LoopDoor.StartAsync(
            engine,
            Generated.Endpoints_Integration_Tests.EndpointTable.Instance,
            options => mode.Apply(options),
            services =>
            {
                StagingEnvironment.Add(services);
                QueryAuthorizer.AddTo(services);
            });

        var agreed = await run(new Uri($"http://{door.Address}/"));

        Assert.Equal([agreement, agreement], agreed);
    }
}
