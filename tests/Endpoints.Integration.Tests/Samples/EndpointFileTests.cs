using System.Text.Json;
using Endpoints.Tool;

namespace Endpoints.Integration.Tests.Samples;

/// <summary>The files that <c>-t:WriteWebSocketEndpoints</c> wrote for the samples are true, and the tool reads what was built.</summary>
public sealed class EndpointFileTests
{
    [Fact]
    public void The_checked_in_endpoints_of_the_chat_are_those_that_are_built()
    {
        var endpoints = AssemblyEndpoints.Read(Repository.GetSample("Chat"));
        var file = Path.Combine(Repository.Root, "samples", "Chat", "endpoints");

        Assert.Equal(File.ReadAllText(file + ".txt").ReplaceLineEndings("\n"), TextReport.Write(endpoints));
        Assert.Equal(File.ReadAllText(file + ".json").ReplaceLineEndings("\n"), JsonReport.Write(endpoints));
    }

    [Fact]
    public void All_of_an_assembly_is_written_in_the_order_of_its_table()
    {
        var endpoints = AssemblyEndpoints.Read(typeof(EndpointFileTests).Assembly.Location);
        var table = Generated.Endpoints_Integration_Tests.EndpointTable.Instance.Endpoints;
        using var json = JsonDocument.Parse(JsonReport.Write(endpoints));

        Assert.Equal(table.Select(e => e.EndpointType.FullName!.Replace('+', '.')), endpoints.Select(e => e.Endpoint));
        Assert.Equal(table.Select(e => e.Pattern), json.RootElement.EnumerateArray().Select(e => e.GetProperty("path").GetString()));
        Assert.All(endpoints, e => Assert.True(e.IsDescribed && e.Handlers.Count > 0));
        var conditional = endpoints.Single(e => e.Endpoint.EndsWith(".AllHold", StringComparison.Ordinal));
        Assert.Equal(["environment Development or Staging", "feature Features:On", "condition HasScopedThing"], conditional.Conditions);
    }

    [Fact]
    public async Task The_tool_checks_files_and_says_which_one_differs()
    {
        var folder = Directory.CreateTempSubdirectory("endpoints-tool");
        try
        {
            var file = Path.Combine(folder.FullName, "deep", "endpoints.txt");
            Assert.Equal((1, true), await RunAsync(Repository.GetSample("Chat"), "--text", file, "--check"));
            Assert.False(File.Exists(file));
            Assert.Equal((0, false), await RunAsync(Repository.GetSample("Chat"), "--text", file));
            Assert.Equal((0, false), await RunAsync(Repository.GetSample("Chat"), "--text", file, "--check"));
            Assert.Equal(2, (await RunAsync(Path.Combine(folder.FullName, "none.dll"))).Code);
            Assert.Equal(2, (await RunAsync("--unknown")).Code);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<(int Code, bool NamesTheFile)> RunAsync(params string[] arguments)
    {
        var start = new System.Diagnostics.ProcessStartInfo("dotnet", [typeof(AssemblyEndpoints).Assembly.Location, .. arguments])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using var process = System.Diagnostics.Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await output;
        await process.WaitForExitAsync();
        return (process.ExitCode, errors.Contains("endpoints.txt", StringComparison.Ordinal));
    }
}
