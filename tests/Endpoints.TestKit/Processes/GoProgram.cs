namespace Endpoints.TestKit.Processes;

/// <summary>Compiles Go programs that use Gorilla's websocket, from Debian's <c>golang-github-gorilla-websocket-dev</c>.</summary>
internal static class GoProgram
{
    /// <summary>Where Debian puts the sources of Go libraries.</summary>
    private const string DebianGoPath = "/usr/share/gocode";

    /// <summary>Compiles a program into the folder of the tests.</summary>
    /// <param name="folder">Where its sources are.</param>
    /// <param name="name">The name of the file.</param>
    /// <returns>The file.</returns>
    public static async Task<string> BuildAsync(string folder, string name)
    {
        if (!Directory.Exists(Path.Combine(DebianGoPath, "src", "github.com", "gorilla", "websocket")))
        {
            throw new InvalidOperationException("Gorilla's websocket is not there; ./test.sh installs it.");
        }

        var program = Path.Combine(AppContext.BaseDirectory, name);
        await using var build = ChildProcess.Start(
            "go",
            ["build", "-o", program, "."],
            folder,
            new Dictionary<string, string?>
            {
                ["GO111MODULE"] = "off", ["GOPATH"] = DebianGoPath, ["GOFLAGS"] = "",

                // There need not be a C compiler.
                ["CGO_ENABLED"] = "0",
            });
        var code = await build.WaitForExitAsync();
        return code == 0 ? program : throw new InvalidOperationException($"go build ended with {code}.\n{build.Output}");
    }
}
