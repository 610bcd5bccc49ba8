using Endpoints.Integration.Tests.Samples;

namespace Endpoints.Integration.Tests.Benchmarks;

/// <summary>The load generator of <c>benchmarks/generator</c>, compiled once in a run.</summary>
internal static class GeneratorProgram
{
    private static readonly Lazy<Task<string>> Built = new(BuildAsync);

    /// <summary>Runs it against a port of the loopback.</summary>
    public static async Task<(int Code, string Output)> RunAsync(int port, params string[] arguments)
    {
        await using var process = ChildProcess.Start(await Built.Value, [.. arguments, "--port", $"{port}"]);
        return (await process.WaitForExitAsync(), process.Output);
    }

    private static async Task<string> BuildAsync()
    {
        var program = Path.Combine(AppContext.BaseDirectory, "load-generator");
        await using var build = ChildProcess.Start(Path.Combine(Repository.Root, "benchmarks", "generator", "build.sh"), [program]);
        var code = await build.WaitForExitAsync();
        Assert.True(code == 0, $"The generator's build ended with {code}; it takes gcc, which ./test.sh installs.\n{build.Output}");
        return program;
    }
}
