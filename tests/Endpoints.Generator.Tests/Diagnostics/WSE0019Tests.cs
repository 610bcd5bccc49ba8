using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Paths that an HTTP endpoint serves as well.</summary>
public sealed class WSE0019Tests
{
    private const string Id = DiagnosticIds.PathMappedForGet;

    private const string Rooms =
        """
        [WebSocketEndpoint("/rooms/{room}")] public sealed class Rooms { [OnText] public void Text() { } }
        [WebSocketEndpoint("/late", Order = 1)] public sealed class Late { [OnText] public void Text() { } }
        [WebSocketEndpoint("/maybe"), EndpointCondition(Feature = "A")] public sealed class Maybe { [OnText] public void Text() { } }
        """;

    [Theory]
    [InlineData("app.MapGet(\"/chat\", () => 1);", "\"/chat\"", "\"/chat\" of the WebSocket endpoint 'Chat'")]
    [InlineData("app.MapGet(\"chat/\", () => 1).WithName(\"x\").RequireAuthorization();", "\"chat/\"", "GET request for \"/chat\"")]
    [InlineData("{ app.MapGet(pattern: \"/CHAT\", handler: () => 1); }", "\"/CHAT\"", "'Chat'")]
    [InlineData("app.MapGet(\"/rooms/{id}\", (string id) => id);", "\"/rooms/{id}\"", "'Rooms'")]
    public async Task Reports_the_template_of_MapGet(string mapping, string place, string message)
    {
        var diagnostic = Assert.Single(await AnalyzeAsync(mapping));

        Assert.Equal(Id, diagnostic.Id);
        Assert.Equal(place, TextOf(diagnostic));
        Assert.Contains(message, diagnostic.GetMessage(null), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reports_an_endpoint_of_a_library()
    {
        var library = new GeneratorProject(ProgramSource.Chat.Replace("/chat", "/library")) { AssemblyName = "Rooms" }.ToLibrary();

        Assert.Equal(Id, Assert.Single(await ProgramSource.AnalyzeAsync([ProgramSource.Start + "app.MapGet(\"/library\", () => 1);"], library)).Id);
    }

    [Theory]
    [InlineData("", "HttpGet(\"chat\")")]
    [InlineData("[Route(\"chat\"), ApiController]", "HttpGet")]
    [InlineData("[Route(\"/rooms\")]", "HttpGet(\"{id}\")")]
    [InlineData("[Route(\"other\")]", "HttpGet(\"/chat\")")]
    public async Task Reports_the_attribute_of_a_controller(string route, string get)
    {
        var diagnostic = Assert.Single(await AnalyzeAsync("app.MapControllers();", Controller(route, "[" + get + "]")));

        Assert.Equal(Id, diagnostic.Id);
        Assert.Equal(get, TextOf(diagnostic));
    }

    [Theory]
    [InlineData("app.MapGet(\"/other\", () => 1);")]
    [InlineData("app.MapGet(\"/chat/page\", () => 1);")]
    [InlineData("app.MapGet(\"/{any}\", (string any) => any);")]
    [InlineData("app.MapGet(\"/late\", () => 1);")]
    [InlineData("app.MapGet(\"/maybe\", () => 1);")]
    [InlineData("app.MapPost(\"/chat\", () => 1);")]
    [InlineData("app.MapGet(\"/chat\", () => 1).WithOrder(1);")]
    [InlineData("app.MapGet(\"/chat\", () => 1).RequireHost(\"a.example\");")]
    [InlineData("var page = app.MapGet(\"/chat\", () => 1); page.WithOrder(1);")]
    [InlineData("app.MapGroup(\"/api\").MapGet(\"/chat\", () => 1);")]
    [InlineData("if (args.Length > 0) { app.MapGet(\"/chat\", () => 1); }")]
    [InlineData("app.MapGet(args[0], () => 1);")]
    [InlineData("var other = WebApplication.Create(); other.MapGet(\"/chat\", () => 1);")]
    [InlineData("IEndpointRouteBuilder routes = app.MapGroup(\"/api\"); routes.MapGet(\"/chat\", () => 1);")]
    public async Task Accepts_what_is_another_path_or_may_be(string mapping) => Assert.Empty(await AnalyzeAsync(mapping));

    [Fact]
    public async Task Accepts_a_page_beside_an_endpoint_that_takes_only_upgrades() => Assert.Empty(await AnalyzeAsync(
        "app.MapGet(\"/shared\", () => 1);",
        "[WebSocketEndpoint(\"/shared\"), OnlyUpgrades] public sealed class Shared { [OnText] public void Text() { } }"));

    [Theory]
    [InlineData("[Route(\"other\")]", "[HttpGet]")]
    [InlineData("[Route(\"chat\")]", "[HttpPost]")]
    [InlineData("[Route(\"[controller]\")]", "[HttpGet]")]
    [InlineData("[Route(\"chat\")]", "[HttpGet(Order = 1)]")]
    [InlineData("[Route(\"chat\"), Host(\"a.example\")]", "[HttpGet]")]
    [InlineData("", "[HttpGet]")]
    public async Task Accepts_other_actions(string route, string get) =>
        Assert.Empty(await AnalyzeAsync("app.MapControllers();", Controller(route, get)));

    [Fact]
    public async Task Accepts_controllers_that_are_not_mapped() =>
        Assert.Empty(await AnalyzeAsync("", Controller("[Route(\"chat\")]", "[HttpGet]")));

    [Fact]
    public async Task Accepts_endpoints_that_are_mapped_on_a_group()
    {
        var grouped = ProgramSource.Start.Replace("app.MapWeb", "app.MapGroup(\"/api\").MapWeb", StringComparison.Ordinal);

        Assert.Empty(await ProgramSource.AnalyzeAsync(["using Microsoft.AspNetCore.Routing;" + grouped + "app.MapGet(\"/chat\", () => 1);", ProgramSource.Chat]));
    }

    private static async Task<Diagnostic[]> AnalyzeAsync(string mapping, string types = "") => await ProgramSource.AnalyzeAsync(
        ["using Microsoft.AspNetCore.Routing;" + ProgramSource.Start + mapping, ProgramSource.Chat + Rooms, types]);

    private static string Controller(string route, string get) =>
        $$"""
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.AspNetCore.Routing;
        {{route}} public sealed class ChatController : ControllerBase { {{get}} public string Page() => ""; }
        """;

    private static string TextOf(Diagnostic diagnostic) => diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan);
}
