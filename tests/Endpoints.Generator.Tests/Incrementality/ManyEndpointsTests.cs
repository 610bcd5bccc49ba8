using System.Globalization;
using Endpoints.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Tests.Incrementality;

/// <summary>A project of a hundred endpoints: an edit costs what it concerns.</summary>
public sealed class ManyEndpointsTests
{
    private const int Count = 100;

    private static readonly Lazy<GeneratorRun> First = new(() => new GeneratorRun(new GeneratorProject([.. Enumerable.Range(0, Count).Select(Source)])));

    [Fact]
    public void An_edit_inside_a_method_body_makes_nothing_again()
    {
        var next = Edit("return text;", "return text + \"!\";");

        Assert.Empty(Reasons(next, IncrementalStepRunReason.Modified, IncrementalStepRunReason.New));
        Assert.All(next.Result.TrackedOutputSteps.SelectMany(s => s.Value).SelectMany(s => s.Outputs), o => Assert.Equal(IncrementalStepRunReason.Cached, o.Reason));

        // Only the class that was edited is read again; what came of it equals what was, and nothing behind it runs.
        var parsed = next.Result.TrackedSteps[TrackingNames.ParsedEndpoints].SelectMany(s => s.Outputs).ToArray();
        Assert.Equal(Count, parsed.Length);
        var rerun = next.Result.TrackedSteps[TrackingNames.Surfaces].SelectMany(s => s.Outputs).Count(o => o.Reason != IncrementalStepRunReason.Cached);
        Assert.Equal(0, rerun);
    }

    [Fact]
    public void An_edit_of_a_signature_makes_the_files_of_one_endpoint_again_and_not_the_table()
    {
        var next = Edit("string Text(string text)", "string Text(string text, WebSocketSession session)");

        Assert.Equal(2, ChangedOutputs(next));
        Assert.All(Outputs(next, TrackingNames.Table), o => Assert.Equal(IncrementalStepRunReason.Cached, o.Reason));
        Assert.Single(Outputs(next, TrackingNames.Endpoints), o => o.Reason == IncrementalStepRunReason.Modified);
    }

    [Fact]
    public void An_edit_of_a_path_makes_one_endpoint_and_the_table_again()
    {
        var next = Edit("\"/e7/{id:int}\"", "\"/seven/{id:int}\"");

        Assert.Equal(3, ChangedOutputs(next));
        Assert.Single(Outputs(next, TrackingNames.TableRows), o => o.Reason == IncrementalStepRunReason.Modified);
    }

    private static string Source(int index)
    {
        var number = index.ToString(CultureInfo.InvariantCulture);
        return $$"""
            namespace App;
            [WebSocketEndpoint("/e{{number}}/{id:int}", Protocols = ["v1"])]
            public sealed partial class E{{number}}
            {
                [OnOpen] private void Open(int id, [FromQuery] string? name) { }
                [OnText] public string Text(string text) { return text; }
            }
            """;
    }

    private static GeneratorRun Edit(string before, string after)
    {
        var tree = First.Value.Input.SyntaxTrees.Single(t => t.FilePath == "Source7.cs");
        var text = tree.GetText().ToString();
        Assert.Contains(before, text, StringComparison.Ordinal);
        return First.Value.Again(First.Value.Input.ReplaceSyntaxTree(tree, GeneratorProject.Parse(text.Replace(before, after), tree.FilePath)));
    }

    private static IEnumerable<(object Value, IncrementalStepRunReason Reason)> Outputs(GeneratorRun run, string step) =>
        run.Result.TrackedSteps.TryGetValue(step, out var steps) ? steps.SelectMany(s => s.Outputs) : [];

    private static IEnumerable<string> Reasons(GeneratorRun run, params IncrementalStepRunReason[] reasons) => TrackingNames.All
        .SelectMany(name => Outputs(run, name).Where(o => reasons.Contains(o.Reason)).Select(o => name + " " + o.Reason));

    private static int ChangedOutputs(GeneratorRun run) => run.Result.TrackedOutputSteps
        .SelectMany(s => s.Value)
        .SelectMany(s => s.Outputs)
        .Count(o => o.Reason is IncrementalStepRunReason.Modified or IncrementalStepRunReason.New);
}
