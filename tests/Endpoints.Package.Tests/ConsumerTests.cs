using System.Net.WebSockets;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Endpoints.Package.Tests.Feed;

namespace Endpoints.Package.Tests;

/// <summary>Applications that know nothing of this repository but its packages: built, started, and talked to over a socket.</summary>
[Collection(WorkspaceCollection.Name)]
public sealed class ConsumerTests(Workspace workspace)
{
    [Fact]
    public async Task A_console_program_serves_endpoints()
    {
        await using var server = await Server.StartAsync(workspace.ProgramOf("ConsoleHost"));
        using var conversation = await server.ConnectAsync("/upper");

        Assert.Equal("HÉLLO", await conversation.AskAsync("héllo"));
        Assert.Equal(WebSocketCloseStatus.NormalClosure, await conversation.CloseAsync());
        Assert.Equal(0, await server.StopAsync());
    }

    [Fact]
    public async Task A_worker_without_aspnetcore_serves_endpoints_by_the_event_loop()
    {
        var program = workspace.ProgramOf("WorkerHost");
        Assert.DoesNotContain("AspNetCore", await File.ReadAllTextAsync(Path.ChangeExtension(program, ".deps.json")), StringComparison.Ordinal);
        Assert.DoesNotContain("AspNetCore", await File.ReadAllTextAsync(Path.ChangeExtension(program, ".runtimeconfig.json")), StringComparison.Ordinal);
        await using var server = await Server.StartAsync(program);
        using var conversation = await server.ConnectAsync("/upper");

        Assert.Equal("HÉLLO", await conversation.AskAsync("héllo"));
        Assert.Equal(WebSocketCloseStatus.NormalClosure, await conversation.CloseAsync());
        Assert.Equal(0, await server.StopAsync());
    }

    [Fact]
    public async Task The_example_of_the_readme_runs_as_a_web_application()
    {
        await using var server = await Server.StartAsync(workspace.ProgramOf("WebHost"));
        using var conversation = await server.ConnectAsync("/rooms/7", "chat.v1");

        Assert.Equal("chat.v1", conversation.SubProtocol);
        Assert.Equal("Room 7 speaks chat.v1.", await conversation.ReadAsync());
        Assert.Equal("hello", await conversation.AskAsync("hello"));
        var refused = await Assert.ThrowsAsync<WebSocketException>(() => server.ConnectAsync("/rooms/seven"));
        Assert.Contains("404", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_application_serves_the_endpoints_of_a_library_beside_its_own()
    {
        await using var server = await Server.StartAsync(workspace.ProgramOf("Rooms.App"));
        using var library = await server.ConnectAsync("/library/12");
        using var own = await server.ConnectAsync("/own");

        Assert.Equal(
            """{"Who":"Hello, Ada.","Text":"12: hi"}""",
            await library.AskAsync("""{"Who":"Ada","Text":"hi"}"""));
        Assert.Equal("echo", await own.AskAsync("echo"));
    }

    [Fact]
    public void A_project_may_do_without_the_generator()
    {
        // Its endpoint would not compile otherwise.
        using var image = new PEReader(File.OpenRead(workspace.ProgramOf("Silent")));
        var metadata = image.GetMetadataReader();
        var types = metadata.TypeDefinitions.Select(handle => metadata.GetString(metadata.GetTypeDefinition(handle).Name)).ToArray();

        Assert.Contains("WrongEndpoint", types);
        Assert.DoesNotContain(types, name => name == "EndpointTable");
    }

    [Fact]
    public async Task An_application_writes_its_endpoints_for_review()
    {
        var folder = Path.Combine(workspace.Consumers, "Rooms.App");

        await DotNet.RunAsync(folder, ["build", "-c", "Release", "-t:WriteWebSocketEndpoints", .. DotNet.BuildOptions]);

        var text = await File.ReadAllTextAsync(Path.Combine(folder, "endpoints.txt"));
        Assert.Contains("/library/{room:int}", text, StringComparison.Ordinal);
        Assert.Contains("/own", text, StringComparison.Ordinal);
    }
}
