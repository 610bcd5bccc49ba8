using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Two endpoints on one path.</summary>
public sealed class WSE0011Tests
{
    private const string Id = DiagnosticIds.DuplicatePath;

    [Theory]
    [InlineData("/chat", "/chat")]
    [InlineData("/chat", "/Chat")]
    [InlineData("/chat", "/chat/")]
    [InlineData("/", "/")]
    [InlineData("/rooms/{room:int}", "/rooms/{Room:int}")]
    public Task Reports_the_later_one_of_two_endpoints(string first, string second) => AnalyzerVerifier.ReportsAsync(
        Id, RouteSource.Of($"\"{first}\"", $"[|\"{second}\"|]"), $"\"{second}\" of 'E1'", "path of 'E0'");

    [Fact]
    public Task Reports_each_endpoint_after_the_first() =>
        AnalyzerVerifier.ReportsAsync(Id, RouteSource.Of("\"/a\"", "[|\"/a\"|]", "\"/b\"", "[|\"/a\"|]"));

    [Fact]
    public Task Reports_endpoints_in_different_files() => AnalyzerVerifier.ReportsAsync(
        Id,
        [
            "[WebSocketEndpoint(\"/chat\")] public sealed class A { [OnOpen] public void Open() { } }",
            "[WebSocketEndpoint(path: [|\"/chat\"|])] public sealed class B { [OnOpen] public void Open() { } }",
        ],
        ["'A'"]);

    [Fact]
    public Task Reports_a_path_that_a_referenced_library_has() => AnalyzerVerifier.ReportsAsync(
        Id,
        [RouteSource.Of("[|\"/chat\"|]")],
        ["path of 'Rooms.Chat'"],
        libraries: [RouteSource.Library("Rooms", "Rooms.Chat", "/chat", 0)]);

    [Theory]
    [InlineData("\"/chat\"", "\"/chats\"")]
    [InlineData("\"/chat\"", "\"/chat/{room}\"")]
    [InlineData("\"\"", "\"\"")]
    public async Task Accepts_different_paths_and_leaves_malformed_ones_to_others(string first, string second)
    {
        var compilation = AnalyzerCompilation.Create([RouteSource.Of(first, second)]);
        Assert.DoesNotContain(await AnalyzerCompilation.AnalyzeAsync(compilation), d => d.Id == Id);
    }

    [Fact]
    public Task Accepts_two_libraries_with_one_path_where_no_application_brings_them_together() => AnalyzerVerifier.AcceptsAsync(
        [RouteSource.Of("\"/other\"")],
        [RouteSource.Library("Rooms", "Rooms.Chat", "/chat", 0), RouteSource.Library("Halls", "Halls.Chat", "/chat", 0)]);

    [Fact]
    public Task Accepts_one_path_in_environments_that_exclude_each_other() => AnalyzerVerifier.AcceptsAsync(
        RouteSource.Of("\"/chat\"), EndpointCondition(Environments = [\"Development\"]", "\"/chat\"), EndpointCondition(Environments = [\"Production\"]"));

    [Fact]
    public Task Reports_one_path_in_environments_that_overlap() => AnalyzerVerifier.ReportsAsync(
        Id,
        RouteSource.Of(
            "\"/chat\"), EndpointCondition(Environments = [\"Development\", \"Test\"]",
            "[|\"/chat\"|]), EndpointCondition(Environments = [\"test\"]"));

    [Fact]
    public async Task Reports_a_library_of_a_library_once()
    {
        var below = new GeneratorProject("namespace Below { [WebSocketEndpoint(\"/chat\")] public sealed class Chat { [OnOpen] public void Open() { } } }")
        {
            AssemblyName = "Below",
        }.ToLibrary();
        var above = new GeneratorProject("namespace Above { [WebSocketEndpoint(\"/above\")] public sealed class Hall { [OnOpen] public void Open() { } } }")
        {
            AssemblyName = "Above",
            Libraries = [below],
        }.ToLibrary();
        await AnalyzerVerifier.AcceptsAsync([RouteSource.Of("\"/other\"")], [below, above]);
        await AnalyzerVerifier.ReportsAsync(Id, [RouteSource.Of("[|\"/chat\"|]")], ["path of 'Below.Chat'"], libraries: [above]);
    }

    [Fact]
    public async Task Reports_two_libraries_with_one_path_in_the_application_that_uses_both()
    {
        var compilation = AnalyzerCompilation
            .Create(
                ["System.Console.WriteLine();"],
                RouteSource.Library("Rooms", "Rooms.Chat", "/chat", 0),
                RouteSource.Library("Halls", "Halls.Chat", "/chat", 0))
            .WithOptions(AnalyzerCompilation.CompilationOptions.WithOutputKind(Microsoft.CodeAnalysis.OutputKind.ConsoleApplication));
        var diagnostic = Assert.Single(await AnalyzerCompilation.AnalyzeAsync(compilation));
        Assert.Equal(Id, diagnostic.Id);
        Assert.Equal("The path \"/chat\" of 'Rooms.Chat' is also the path of 'Halls.Chat'; change one of them", diagnostic.GetMessage(null));
    }
}
