using System.Collections;
using Endpoints.TestKit.Processes;

namespace Endpoints.Package.Tests.Feed;

/// <summary>The <c>dotnet</c> command, run as somebody at a shell would: without what the test run itself left in the environment.</summary>
internal static class DotNet
{
    /// <summary>Only for commands that would otherwise hang.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(7);

    /// <summary>What every command that builds gets: nothing that outlives it and keeps its output open.</summary>
    public static string[] BuildOptions { get; } =
        ["-nologo", "-v:minimal", "-nodeReuse:false", "-p:UseSharedCompilation=false", "-tl:off"];

    /// <summary>Runs a command that must succeed, and returns what it printed.</summary>
    public static async Task<string> RunAsync(string folder, params string[] arguments)
    {
        var (code, output) = await TryRunAsync(folder, arguments);
        return code == 0
            ? output
            : throw new InvalidOperationException($"dotnet {string.Join(' ', arguments)} ended with {code}:\n{output}");
    }

    /// <summary>Runs a command.</summary>
    public static async Task<(int Code, string Output)> TryRunAsync(string folder, params string[] arguments)
    {
        await using var process = ChildProcess.Start("dotnet", arguments, folder, Environment(folder));
        var code = await process.WaitForExitAsync(Patience);
        return (code, process.Output);
    }

    /// <summary>Variables for a command below a workspace; null takes away what MSBuild and the test host have set.</summary>
    public static Dictionary<string, string?> Environment(string folder)
    {
        var variables = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry variable in System.Environment.GetEnvironmentVariables())
        {
            var name = (string)variable.Key;
            if (name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || name.StartsWith("VSTEST", StringComparison.OrdinalIgnoreCase))
            {
                variables[name] = null;
            }
        }

        variables["MSBUILDDISABLENODEREUSE"] = "1";
        variables["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        variables["DOTNET_NOLOGO"] = "1";
        variables["DOTNET_CLI_UI_LANGUAGE"] = "en";
        variables["PWD"] = folder;
        return variables;
    }
}
