using Endpoints.Integration.Tests.Samples;
using Microsoft.Playwright;

namespace Endpoints.Integration.Tests.Browser;

/// <summary>The system's Chromium, headless, driven by Playwright. Nothing is downloaded.</summary>
public sealed class ChromiumFixture : IAsyncLifetime
{
    private const string Executable = "/usr/bin/chromium";

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        Assert.True(File.Exists(Executable), $"{Executable} is not there; ./test.sh installs it.");
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Executable,
            Headless = true,
            Timeout = (float)ChildProcess.Patience.TotalMilliseconds,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",

                // A page that a test puts in place of a server's is of no network, and may open sockets to this machine all the same.
                "--disable-features=LocalNetworkAccessChecks",

                // The name that proxies have in tests.
                "--host-resolver-rules=MAP public.example 127.0.0.1",
            ],
        });
    }

    /// <summary>A browser profile of its own, as another person would have.</summary>
    internal async Task<IBrowserContext> NewContextAsync(BrowserNewContextOptions? options = null)
    {
        var context = await (_browser ?? throw new InvalidOperationException("Chromium has not been started.")).NewContextAsync(options);
        context.SetDefaultTimeout((float)ChildProcess.Patience.TotalMilliseconds);
        return context;
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}
