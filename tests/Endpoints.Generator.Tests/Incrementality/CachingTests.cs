using Endpoints.Generator.Model;
using Endpoints.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Tests.Incrementality;

/// <summary>A change makes again what it concerns, and nothing else.</summary>
public sealed class CachingTests
{
    private const string First = "[WebSocketEndpoint(\"/a\")] public sealed class A { [OnText] public void Text(string text) { } }";
    private const string Second = "[WebSocketEndpoint(\"/b\")] public sealed class B { [OnText] public void Text(string text) { } }";

    [Fact]
    public void A_handler_with_another_signature_concerns_its_own_file_only()
    {
        var next = Change(First.Replace("string text", "byte[] text"));

        Assert.Equal(IncrementalStepRunReason.Modified, EndpointReason(next, "A"));
        Assert.NotEqual(IncrementalStepRunReason.Modified, EndpointReason(next, "B"));
        Assert.Equal(IncrementalStepRunReason.Cached, Assert.Single(Reasons(next, TrackingNames.Table)));
        Assert.Equal(["A.Endpoint.g.cs"], ChangedFiles(next));
    }

    [Fact]
    public void A_limit_that_tools_are_told_of_does_not_concern_the_table()
    {
        var next = Change(First.Replace("\"/a\"", "\"/a\", MaxMessageSize = 1024"));

        Assert.Contains("Limits = new string[] { \"MaxMessageSize = 1024\" }", next.Texts["A.Endpoint.g.cs"], StringComparison.Ordinal);
        Assert.Equal(IncrementalStepRunReason.Cached, Assert.Single(Reasons(next, TrackingNames.Table)));
        Assert.Equal(["A.Endpoint.g.cs"], ChangedFiles(next));
    }

    [Fact]
    public void Another_path_concerns_the_table_too()
    {
        var next = Change(First.Replace("/a", "/c"));

        Assert.Equal(IncrementalStepRunReason.Modified, Assert.Single(Reasons(next, TrackingNames.Table)));
        Assert.Equal(["A.Endpoint.g.cs", "EndpointTable.g.cs"], ChangedFiles(next));
    }

    [Fact]
    public void A_class_that_is_no_endpoint_any_more_leaves_file_and_table()
    {
        var next = Change("public sealed class A;");

        Assert.Equal(["B.Endpoint.g.cs", "EndpointTable.g.cs"], next.Texts.Keys.Order(StringComparer.Ordinal));
        Assert.DoesNotContain("\"/a\"", next.Texts["EndpointTable.g.cs"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_context_for_other_types_concerns_no_endpoint()
    {
        var run = new GeneratorRun(new GeneratorProject(First, Second));
        var next = run.Again(run.Input.AddSyntaxTrees(GeneratorProject.Parse(
            """
            using System.Text.Json.Serialization;
            public sealed record Other(int X);
            [JsonSerializable(typeof(Other))] internal sealed partial class OtherJson : JsonSerializerContext;
            """,
            "Other.cs")));

        Assert.Empty(ChangedFiles(next));
        Assert.DoesNotContain(IncrementalStepRunReason.Modified, Reasons(next, TrackingNames.Endpoints));
    }

    [Fact]
    public void A_context_that_lists_the_payload_completes_the_endpoint()
    {
        const string Typed =
            """
            public sealed record Say(string Text);
            [WebSocketEndpoint("/say")] public sealed class Chat { [OnMessage] public void Say(Say say) { } }
            """;
        var run = new GeneratorRun(new GeneratorProject(Typed));
        var next = run.Again(run.Input.AddSyntaxTrees(GeneratorProject.Parse(
            """
            using System.Text.Json.Serialization;
            [JsonSerializable(typeof(Say))] internal sealed partial class SayJson : JsonSerializerContext;
            """,
            "Json.cs")));

        Assert.Empty(run.Texts);
        Assert.Equal(["Chat.Endpoint.g.cs", "EndpointTable.g.cs"], next.Texts.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_message_with_a_key_gets_its_reader_and_changes_no_endpoint()
    {
        var run = new GeneratorRun(new GeneratorProject(First, Second));
        var next = run.Again(run.Input.AddSyntaxTrees(GeneratorProject.Parse(
            "[KeepLatest(nameof(Quote.Symbol))] public sealed record Quote(string Symbol);", "Quote.cs")));

        Assert.Equal("MessageKeys.g.cs", Assert.Single(next.Texts.Keys.Except(run.Texts.Keys)));
        Assert.DoesNotContain(IncrementalStepRunReason.Modified, Reasons(next, TrackingNames.Endpoints));
        Assert.Equal(IncrementalStepRunReason.Modified, Assert.Single(Reasons(next, TrackingNames.KeyedTypes)));
    }

    private static GeneratorRun Change(string source)
    {
        var run = new GeneratorRun(new GeneratorProject(First, Second));
        var tree = run.Input.SyntaxTrees.Single(t => t.FilePath == "Source0.cs");
        return run.Again(run.Input.ReplaceSyntaxTree(tree, GeneratorProject.Parse(source, tree.FilePath)));
    }

    private static IncrementalStepRunReason EndpointReason(GeneratorRun run, string name) =>
        run.Result.TrackedSteps[TrackingNames.Endpoints]
            .SelectMany(s => s.Outputs)
            .Single(o => o.Value is EndpointModel model && model.FullName == name)
            .Reason;

    private static IEnumerable<IncrementalStepRunReason> Reasons(GeneratorRun run, string step) =>
        run.Result.TrackedSteps[step].SelectMany(s => s.Outputs).Select(o => o.Reason);

    // Outputs that were made again: their files.
    private static IEnumerable<string> ChangedFiles(GeneratorRun run) => run.Result.TrackedOutputSteps
        .SelectMany(s => s.Value)
        .SelectMany(s => s.Outputs)
        .Where(o => o.Reason is IncrementalStepRunReason.Modified or IncrementalStepRunReason.New)
        .SelectMany(o => FilesOf(o.Value))
        .Order(StringComparer.Ordinal);

    // The value of an output step is a pair whose first item is the list of emitted sources.
    private static IEnumerable<string> FilesOf(object output)
    {
        var sources = (System.Collections.IEnumerable)((System.Runtime.CompilerServices.ITuple)output)[0]!;
        foreach (var source in sources)
        {
            yield return (string)source.GetType().GetProperty("HintName")!.GetValue(source)!;
        }
    }
}
