using Endpoints.Integration.Tests.Samples;

namespace Endpoints.Integration.Tests.Clients;

/// <summary>Gorilla's websocket, from Debian's <c>golang-github-gorilla-websocket-dev</c>; compiled once in a run.</summary>
internal static class GoPeer
{
    /// <summary>Where Debian puts the sources of Go libraries.</summary>
    private const string DebianGoPath = "/usr/share/gocode";

    private static readonly Lazy<Task<PeerProgram>> Built = new(BuildAsync);

    public static Task<PeerProgram> GetAsync() => Built.Value;

    private static async Task<PeerProgram> BuildAsync()
    {
        Assert.True(
            Directory.Exists(Path.Combine(DebianGoPath, "src", "github.com", "gorilla", "websocket")),
            "Gorilla's websocket is not there; ./test.sh installs it.");
        var program = Path.Combine(AppContext.BaseDirectory, "go-peer");
        await using var build = ChildProcess.Start(
            "go",
            ["build", "-o", program, "."],
            Path.Combine(Repository.ClientFolder, "go"),
            new Dictionary<string, string?>
            {
                ["GO111MODULE"] = "off", ["GOPATH"] = DebianGoPath, ["GOFLAGS"] = "",

                // There need not be a C compiler.
                ["CGO_ENABLED"] = "0",
            });
        var code = await build.WaitForExitAsync();
        Assert.True(code == 0, $"go build ended with {code}.\n{build.Output}");
        return new PeerProgram("Go", program);
    }
}
