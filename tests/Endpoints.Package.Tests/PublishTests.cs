using System.Runtime.InteropServices;
using Endpoints.Package.Tests.Feed;
using Xunit.Abstractions;

namespace Endpoints.Package.Tests;

/// <summary>What the linker and the native compiler make of the packages. A warning of theirs fails the publish.</summary>
[Collection(WorkspaceCollection.Name)]
public sealed class PublishTests(Workspace workspace, ITestOutputHelper output)
{
    [PublishFact("Trimmed")]
    public async Task A_trimmed_self_contained_application_has_no_warning_and_runs()
    {
        var program = await PublishAsync("Trimmed");

        await ConverseAsync(program, isDynamic: true);
    }

    [PublishFact("Native")]
    public async Task A_native_application_has_no_warning_and_runs()
    {
        var program = await PublishAsync("Native");

        Assert.False(File.Exists(program + ".dll"));
        await ConverseAsync(program, isDynamic: false);
    }

    private static async Task ConverseAsync(string program, bool isDynamic)
    {
        await using var server = await Server.StartAsync(program);
        using var conversation = await server.ConnectAsync("/sum/caf%C3%A9", "sum.v1");

        Assert.Equal("sum.v1", conversation.SubProtocol);
        Assert.Equal(Sum(3), await conversation.AskAsync("""{"By":3}"""));
        Assert.Equal(Sum(5), await conversation.AskAsync("""{"By":2}"""));

        // Our client, in the same program.
        using var relay = await server.ConnectAsync("/relay");
        Assert.Equal("sum.v1 5", await relay.AskAsync(server.AddressOf("/sum/relay").ToString()));
        Assert.Equal(0, await server.StopAsync());

        string Sum(int value) => $$"""{"Value":{{value}},"Room":"caf\u00E9","IsDynamic":{{(isDynamic ? "true" : "false")}}}""";
    }

    private async Task<string> PublishAsync(string consumer)
    {
        var folder = Path.Combine(workspace.Consumers, consumer);
        var printed = await DotNet.RunAsync(
            folder,
            ["publish", "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "-o", "out", .. NativeLinker.Options, .. DotNet.BuildOptions]);
        output.WriteLine(printed);

        Assert.DoesNotContain("warning", printed, StringComparison.OrdinalIgnoreCase);
        return Path.Combine(folder, "out", consumer);
    }
}
