using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Endpoints that need what another source generator adds, with such a generator beside ours.</summary>
public sealed class WSE0029Tests
{
    private const string Id = DiagnosticIds.EndpointNotAsDeclared;

    private const string Text = "[OnText] public void Text() { }";

    [Theory]
    [InlineData("[OnText] public void Text([|IMade made|]) { }", "for without them this is so: Parameter 'made' of handler 'Text'", "WSE0030")]
    [InlineData("[OnOpen] public void Open([|IReadOnlyList<IMade> made|]) { }", "'made'", "WSE0030")]
    [InlineData("[OnText] public void Text(string text, [|Made made|]) { }", "'made'", "WSE0030")]
    [InlineData("public Chat([|Made made|]) { } " + Text, "'made'", "WSE0030")]
    public Task Reports_the_place_where_a_generated_type_is_used(string members, params string[] message) => ReportsAsync(
        $$"""[WebSocketEndpoint("/chat")] public sealed partial class Chat { {{members}} }""",
        "public interface IMade; public sealed class Made;",
        [.. message, "'Chat'", "it is left out", "into a project that this one refers to"]);

    [Fact]
    public Task Reports_a_payload_that_a_generated_context_lists() => ReportsAsync(
        "public sealed record Say(string Text); [WebSocketEndpoint(\"/chat\")] public sealed class Chat { [OnMessage] public void Say([|Say say|]) { } }",
        """
        [System.Text.Json.Serialization.JsonSerializable(typeof(Say))]
        internal sealed class MadeJson() : System.Text.Json.Serialization.JsonSerializerContext(null)
        {
            protected override System.Text.Json.JsonSerializerOptions? GeneratedSerializerOptions => null;
            public override System.Text.Json.Serialization.Metadata.JsonTypeInfo? GetTypeInfo(System.Type type) => null;
        }
        """,
        "WSE0040");

    [Fact]
    public Task Reports_a_class_that_is_declared_partial_and_made_an_endpoint_by_the_other_generator() => ReportsAsync(
        $$"""public sealed partial class [|Chat|] { {{Text}} }""",
        "[Endpoints.WebSocketEndpoint(\"/chat\")] partial class Chat;",
        "it is generated itself, and not served");

    [Fact]
    public async Task Reports_a_class_that_only_the_other_generator_declares()
    {
        var diagnostic = Assert.Single(await AnalyzeAsync(
            "public class Nothing;", "[Endpoints.WebSocketEndpoint(\"/chat\")] public sealed class Chat { [Endpoints.OnText] public void Text() { } }"));

        Assert.Equal(Id, diagnostic.Id);
        Assert.EndsWith("Other0.g.cs", diagnostic.Location.SourceTree!.FilePath, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("partial class Chat { [Endpoints.OnBinary] public void More() { } }", "it is served without \"Handlers: OnBinary More()\"")]
    [InlineData("[Microsoft.AspNetCore.Authorization.Authorize] partial class Chat;", "it is served without \"Policies: Microsoft.AspNetCore.Authorization.AuthorizeAttribute()\"")]
    [InlineData("[Endpoints.EndpointCondition(Feature = \"A\")] partial class Chat;", "it is served without \"Conditions: feature A\"")]
    public Task Reports_the_class_where_it_is_served_without_a_part_of_it(string other, string message) => ReportsAsync(
        $$"""[WebSocketEndpoint("/chat")] public sealed partial class [|Chat|] { {{Text}} }""", other, message);

    [Fact]
    public async Task Reports_nothing_that_can_be_suppressed()
    {
        var diagnostics = await AnalyzeAsync(
            "#pragma warning disable WSE0029\n[WebSocketEndpoint(\"/chat\")] public sealed class Chat { [OnText] public void Text(IMade made) { } }",
            "public interface IMade;");

        Assert.Equal(Id, Assert.Single(diagnostics).Id);
    }

    [Theory]
    [InlineData("public interface IOther;")]
    [InlineData("partial class Chat { public void Helper() { } }")]
    [InlineData("partial class Chat : System.IEquatable<Chat> { public bool Equals(Chat? other) => false; }")]
    public Task Accepts_what_does_not_concern_the_endpoint(string other) => AcceptsAsync(
        $$"""[WebSocketEndpoint("/chat/{id}", Protocols = ["a"])] public sealed partial class Chat { [OnOpen] public void Open(int id, [FromQuery] string? q = "x") { } {{Text}} }""", other);

    [Fact]
    public Task Accepts_types_of_the_project_that_another_generator_makes_values() => AcceptsAsync(
        "public readonly partial struct Id; [WebSocketEndpoint(\"/chat/{id}\")] public sealed class Chat { [OnText] public void Text(Id id) { } }",
        ParsableId);

    [Fact]
    public async Task Accepts_endpoints_without_the_generator_for_there_is_nothing_to_compare() => await AnalyzerVerifier.AcceptsAsync(
        "[WebSocketEndpoint(\"/chat\")] public sealed class Chat { [OnText] public void Text() { } }");

    /// <summary>What a generator of typed ids adds.</summary>
    internal const string ParsableId =
        """
        partial struct Id : System.ISpanParsable<Id>
        {
            public static Id Parse(string s, System.IFormatProvider? p) => default;
            public static Id Parse(System.ReadOnlySpan<char> s, System.IFormatProvider? p) => default;
            public static bool TryParse(string? s, System.IFormatProvider? p, out Id id) { id = default; return s == "good"; }
            public static bool TryParse(System.ReadOnlySpan<char> s, System.IFormatProvider? p, out Id id) { id = default; return s is "good"; }
        }
        """;

    private static async Task ReportsAsync(string markedSource, string other, params string[] messageParts)
    {
        var source = MarkedSource.Parse(markedSource);
        var diagnostic = Assert.Single(await AnalyzeAsync(source.Text, other));
        Assert.Equal(Id, diagnostic.Id);
        Assert.Equal("Source0.cs", diagnostic.Location.SourceTree?.FilePath);
        Assert.Equal(Assert.Single(source.Spans), diagnostic.Location.SourceSpan);
        var message = diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture);
        Assert.All(messageParts, part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    private static async Task AcceptsAsync(string source, string other) => Assert.Empty(await AnalyzeAsync(source, other));

    private static async Task<IReadOnlyList<Diagnostic>> AnalyzeAsync(string source, string other)
    {
        var run = new GeneratorRun(new GeneratorProject(source) { OtherOutput = [other] });
        Assert.Empty(GeneratorChecks.Silence(run));
        Assert.Empty(run.Output.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
        return await AnalyzerCompilation.AnalyzeAsync(run.Output);
    }
}
