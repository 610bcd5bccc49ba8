using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Emit;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Endpoints that the program never maps.</summary>
public sealed class WSE0008Tests
{
    private const string Id = DiagnosticIds.EndpointsNotMapped;

    [Theory]
    [InlineData("app.MapWebSocketEndpoints();", "'Chat' is not served, because nothing calls 'MapWebSocketEndpoints'; call app.MapWebSocketEndpoints() in the program")]
    [InlineData("builder.Services.AddWebSocketEndpoints();", "'Chat' is not served, because nothing calls 'AddWebSocketEndpoints'; call builder.Services.AddWebSocketEndpoints() in the program")]
    public async Task Reports_a_missing_line_at_the_first_endpoint(string missing, string message)
    {
        var diagnostic = Assert.Single(await ProgramSource.AnalyzeAsync([ProgramSource.Start.Replace(missing, ""), ProgramSource.Chat]));

        Assert.Equal(Id, diagnostic.Id);
        Assert.Equal(message, diagnostic.GetMessage(null));
        Assert.Equal("Chat", diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan));
    }

    [Fact]
    public async Task Reports_endpoints_of_libraries_too()
    {
        var library = new GeneratorProject("namespace Rooms { " + ProgramSource.Chat.Replace("/chat", "/rooms") + " }") { AssemblyName = "Rooms" }.ToLibrary();
        var diagnostic = Assert.Single(await ProgramSource.AnalyzeAsync(["Console.WriteLine();", ProgramSource.Chat], library));

        Assert.Equal(Id, diagnostic.Id);
        Assert.Contains("'Chat' and the other endpoints of the application are", diagnostic.GetMessage(null), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Accepts_a_call_anywhere_in_the_program() => Assert.Empty(await ProgramSource.AnalyzeAsync(
    [
        ProgramSource.Chat,
        """
        using Microsoft.AspNetCore.Builder;
        using Microsoft.AspNetCore.Routing;
        using Microsoft.Extensions.DependencyInjection;
        Startup.Run(WebApplication.CreateBuilder());
        internal static class Startup
        {
            public static void Run(WebApplicationBuilder builder)
            {
                builder.Services.AddWebSocketEndpoints();
                Func<IEndpointRouteBuilder, IEndpointConventionBuilder> map = WebSocketEndpointRouteBuilderExtensions.MapWebSocketEndpoints;
                map(builder.Build());
            }
        }
        """,
    ]));

    [Fact]
    public async Task Accepts_a_registration_by_hand() => Assert.Empty(await ProgramSource.AnalyzeAsync(
    [
        ProgramSource.Chat,
        ProgramSource.Start.Replace(
            "builder.Services.AddWebSocketEndpoints();",
            "Endpoints.AspNetCore.WebSocketEndpointServices.Add(builder.Services, Endpoints.Generated.UserCode.EndpointTable.Instance);"),
    ]));

    [Fact]
    public async Task Accepts_a_program_whose_library_could_do_it()
    {
        var library = new GeneratorProject(
            """
            using Microsoft.AspNetCore.Builder;
            public static class Defaults { public static void Use(WebApplication app) => app.MapWebSocketEndpoints(); }
            """)
        {
            AssemblyName = "Defaults",
            Libraries = [GeneratorProject.AspNetCoreDoor],
        }.ToLibrary();
        Assert.Empty(await ProgramSource.AnalyzeAsync(["Defaults.Use(null!);", ProgramSource.Chat], library));
    }

    [Fact]
    public async Task Accepts_a_program_whose_library_could_do_it_in_a_method_body_that_is_not_seen()
    {
        // What a project refers to when it refers to another project.
        var library = ReferenceAssembly(
            "Defaults",
            """
            using Microsoft.AspNetCore.Builder;
            public static class Defaults { public static void Use(WebApplication app) => app.MapWebSocketEndpoints(); }
            """);
        Assert.Empty(await ProgramSource.AnalyzeAsync(["Defaults.Use(null!);", ProgramSource.Chat], library));
    }

    [Fact]
    public async Task Reports_a_program_whose_reference_assemblies_get_nothing_to_map_on()
    {
        var library = ReferenceAssembly("Numbers", "public static class Numbers { public static int One => 1; }");
        var diagnostic = Assert.Single(await ProgramSource.AnalyzeAsync(["Console.WriteLine(Numbers.One);", ProgramSource.Chat], library));

        Assert.Equal(Id, diagnostic.Id);
    }

    [Theory]
    [InlineData("xunit.core")]
    [InlineData("xunit.v3.core")]
    [InlineData("nunit.framework")]
    [InlineData("MSTest.TestFramework")]
    [InlineData("Microsoft.VisualStudio.TestPlatform.TestFramework")]
    [InlineData("TUnit.Core")]
    [InlineData("Microsoft.Testing.Platform")]
    public async Task Accepts_a_project_of_tests_which_is_a_program_too(string framework) => Assert.Empty(await ProgramSource.AnalyzeAsync(
        ["Console.WriteLine();", ProgramSource.Chat],
        AnalyzerCompilation.Library(framework, "public sealed class FactAttribute : Attribute;")));

    [Fact]
    public async Task Accepts_libraries_programs_without_a_door_and_programs_without_endpoints()
    {
        Assert.Empty(await ProgramSource.AnalyzeAsync(
            OutputKind.DynamicallyLinkedLibrary, [GeneratorProject.AspNetCoreDoor], ProgramSource.Chat));
        Assert.Empty(await ProgramSource.AnalyzeAsync(OutputKind.ConsoleApplication, [], "Console.WriteLine();", ProgramSource.Chat));
        Assert.Empty(await ProgramSource.AnalyzeAsync(["Console.WriteLine();"]));
        Assert.Empty(await ProgramSource.AnalyzeAsync([ProgramSource.Start]));
    }

    [Fact]
    public async Task A_program_of_the_event_loop_has_to_listen()
    {
        const string Start = """
            using Microsoft.Extensions.DependencyInjection;
            var services = new ServiceCollection();
            services.AddWebSocketEndpoints();
            services.AddWebSocketListener(listener => listener.ListenAnyIP(8080));
            """;
        Assert.Empty(await AnalyzeAsync(Start));

        var silent = Assert.Single(await AnalyzeAsync(Start.Replace("services.AddWebSocketListener(listener => listener.ListenAnyIP(8080));", "")));
        Assert.Equal(Id, silent.Id);
        Assert.Contains("because nothing calls 'AddWebSocketListener'", silent.GetMessage(null), StringComparison.Ordinal);
        var unregistered = Assert.Single(await AnalyzeAsync(Start.Replace("services.AddWebSocketEndpoints();", "")));
        Assert.Contains("because nothing calls 'AddWebSocketEndpoints'", unregistered.GetMessage(null), StringComparison.Ordinal);

        static Task<Diagnostic[]> AnalyzeAsync(string start) =>
            ProgramSource.AnalyzeAsync(OutputKind.ConsoleApplication, [GeneratorProject.LoopDoor], start, ProgramSource.Chat);
    }

    private static PortableExecutableReference ReferenceAssembly(string name, string source)
    {
        var compilation = new GeneratorProject(source) { AssemblyName = name, Libraries = [GeneratorProject.AspNetCoreDoor] }.Compile();
        using var image = new MemoryStream();
        Assert.True(compilation.Emit(image, options: new EmitOptions(metadataOnly: true, includePrivateMembers: false)).Success);
        return MetadataReference.CreateFromImage(image.ToArray());
    }
}
