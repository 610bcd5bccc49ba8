using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Libraries whose endpoints nobody knows of.</summary>
public sealed class WSE0009Tests
{
    private const string Id = DiagnosticIds.LibraryWithoutTable;
    private const string Rooms = "namespace Rooms.Deep { public static class Outer { " + ProgramSource.Chat + " } }";

    [Fact]
    public async Task Reports_a_library_that_was_built_without_the_generator()
    {
        var diagnostic = Assert.Single(await ProgramSource.AnalyzeAsync([ProgramSource.Start], AnalyzerCompilation.Library("Rooms", Rooms)));

        Assert.Equal(Id, diagnostic.Id);
        Assert.Contains("The endpoints of 'Rooms', such as 'Rooms.Deep.Outer.Chat', are not served", diagnostic.GetMessage(null), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Accepts_a_library_that_was_built_with_it() => Assert.Empty(await ProgramSource.AnalyzeAsync(
        [ProgramSource.Start], new GeneratorProject(Rooms) { AssemblyName = "Rooms" }.ToLibrary()));

    [Fact]
    public async Task Accepts_a_library_without_endpoints() => Assert.Empty(await ProgramSource.AnalyzeAsync(
        [ProgramSource.Start],
        AnalyzerCompilation.Library("Rooms", "public sealed class Rooms(WebSocketSession session) { public WebSocketSession Session => session; }")));

    [Fact]
    public async Task Accepts_it_in_a_library() => Assert.Empty(await ProgramSource.AnalyzeAsync(
        OutputKind.DynamicallyLinkedLibrary, [AnalyzerCompilation.Library("Rooms", Rooms)], "public static class Other;"));
}
