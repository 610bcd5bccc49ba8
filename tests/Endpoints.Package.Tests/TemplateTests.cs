using System.Text.RegularExpressions;
using Endpoints.Package.Tests.Feed;

namespace Endpoints.Package.Tests;

/// <summary>The templates as somebody uses them who has installed the package.</summary>
[Collection(WorkspaceCollection.Name)]
public sealed partial class TemplateTests(Workspace workspace)
{
    private const string Name = "Demo.Chat-1";

    private string Root => Path.Combine(workspace.Folder, Name);

    [Fact]
    public async Task An_application_and_one_more_endpoint_are_created_built_tested_and_run()
    {
        await NewAsync(workspace.Folder, "install", Path.Combine(workspace.Feed, $"Endpoints.Templates.{workspace.Version}.nupkg"));
        await NewAsync(workspace.Folder, "wsendpoints", "-n", Name, "-o", Root);

        // The item asks the restored project for its namespace.
        await DotNet.RunAsync(Root, ["restore", $"{Name}.slnx", "-p:NuGetAudit=false", .. DotNet.BuildOptions]);
        await NewAsync(Path.Combine(Root, "src", Name), "wsendpoint", "-n", "EchoEndpoint", "--route", "/echo");
        Assert.Contains("namespace Demo.Chat_1;", await File.ReadAllTextAsync(Path.Combine(Root, "src", Name, "EchoEndpoint.cs")), StringComparison.Ordinal);

        // One build for the program and its tests.
        var printed = await DotNet.RunAsync(Root, ["test", $"{Name}.slnx", "-warnaserror", "-p:NuGetAudit=false", .. DotNet.BuildOptions]);
        Assert.Matches(ThreePassed(), printed);

        await using var server = await Server.StartAsync(Path.Combine(Root, "src", Name, "bin", "Debug", "net10.0", Name + ".dll"));
        using var hello = await server.ConnectAsync("/hello/Ada");
        Assert.Equal("Hello, Ada.", await hello.ReadAsync());
        Assert.StartsWith("""{"number":1,"text":"hi","at":""", await hello.AskAsync("""{"text":"hi"}"""), StringComparison.Ordinal);
        using var echo = await server.ConnectAsync("/echo");
        Assert.Equal("echo", await echo.AskAsync("echo"));

        // A Debug build looks for messages that were retained and never disposed.
        var configuration = await File.ReadAllTextAsync(Path.Combine(Root, "src", Name, "bin", "Debug", "net10.0", Name + ".runtimeconfig.json"));
        Assert.Contains("\"Endpoints.DetectLeakedMessages\": true", configuration, StringComparison.Ordinal);

        // The page from whose console getting-started.md connects.
        Assert.NotEmpty(await server.GetAsync("/"));
    }

    /// <summary>The test packages of the template are the ones that this repository is tested with.</summary>
    [Fact]
    public void The_template_asks_for_the_versions_that_are_used_here()
    {
        var central = File.ReadAllText(Path.Combine(RepositoryFiles.Root, "Directory.Packages.props"));
        var project = File.ReadAllText(Path.Combine(
            RepositoryFiles.Root, "templates", "content", "wsendpoints", "tests", "EndpointsApp1.Tests", "EndpointsApp1.Tests.csproj"));
        foreach (Match reference in Reference().Matches(project))
        {
            var (package, version) = (reference.Groups["package"].Value, reference.Groups["version"].Value);
            if (!package.StartsWith("Endpoints.", StringComparison.Ordinal))
            {
                Assert.Contains($"""<PackageVersion Include="{package}" Version="[{version}]" />""", central, StringComparison.Ordinal);
            }
        }
    }

    [GeneratedRegex("""PackageReference Include="(?<package>[^"]+)" Version="(?<version>[^"]+)" """)]
    private static partial Regex Reference();

    [GeneratedRegex("""Passed:\s+3\b|passed: 3\b|succeeded: 3\b""")]
    private static partial Regex ThreePassed();

    /// <summary>Templates are installed into a hive of the workspace, not into the user's.</summary>
    private async Task NewAsync(string folder, params string[] arguments) =>
        await DotNet.RunAsync(folder, ["new", .. arguments, "--debug:custom-hive", Path.Combine(workspace.Folder, "hive")]);
}
