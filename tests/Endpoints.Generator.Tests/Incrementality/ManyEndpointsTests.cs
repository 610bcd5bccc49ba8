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

        // Nothing is read again, not even the class that was edited.
        Assert.Equal(IncrementalStepRunReason.Cached, Assert.Single(Outputs(next, TrackingNames.Project)).Reason);
        Assert.Equal(Count, Outputs(next, TrackingNames.ParsedEndpoints).Count());
        Assert.All(
            TrackingNames.All.SelectMany(name => Outputs(next, name)), o => Assert.Equal(IncrementalStepRunReason.Cached, o.Reason));
    }

    [Fact]
    public void A_second_edit_of_the_same_body_makes_nothing_again_either()
    {
        var once = Edit("return text;", "return text + \"!\";");
        var twice = Edit("text + \"!\"", "text", once);

        Assert.Equal(IncrementalStepRunReason.Cached, Assert.Single(Outputs(twice, TrackingNames.Project)).Reason);
    }

    [Fact]
    public void An_edit_of_a_signature_after_one_in_a_body_takes_effect()
    {
        var next = Edit("string Text(string text)", "string Text(byte[] bytes, string text)", Edit("return text;", "return text + \"!\";"));

        // Two messages in one handler: it is left out, of the table too.
        Assert.Equal(1, ChangedOutputs(next));
        Assert.Equal(Count - 1, next.Texts.Keys.Count(k => k.StartsWith("App.", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_class_that_is_no_endpoint_any_more_leaves_the_others_alone()
    {
        var next = Edit("[WebSocketEndpoint(\"/e7/{id:int}\", Protocols = [\"v1\"])]", "");

        // The table only.
        Assert.Equal(1, ChangedOutputs(next));
    }

    [Fact]
    public void An_edit_of_a_signature_makes_the_file_of_one_endpoint_again_and_not_the_table()
    {
        var next = Edit("string Text(string text)", "string Text(string text, WebSocketSession session)");

        Assert.Equal(1, ChangedOutputs(next));
        Assert.All(Outputs(next, TrackingNames.Table), o => Assert.Equal(IncrementalStepRunReason.Cached, o.Reason));
        Assert.Single(Outputs(next, TrackingNames.Endpoints), o => o.Reason == IncrementalStepRunReason.Modified);
    }

    [Fact]
    public void An_edit_of_a_path_makes_one_endpoint_and_the_table_again()
    {
        var next = Edit("\"/e7/{id:int}\"", "\"/seven/{id:int}\"");

        Assert.Equal(2, ChangedOutputs(next));
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

    private static GeneratorRun Edit(string before, string after, GeneratorRun? run = null)
    {
        run ??= First.Value;
        var tree = run.Input.SyntaxTrees.Single(t => t.FilePath == "Source7.cs");
        var text = tree.GetText().ToString();
        Assert.Contains(before, text, StringComparison.Ordinal);
        return run.Again(run.Input.ReplaceSyntaxTree(tree, GeneratorProject.Parse(text.Replace(before, after), tree.FilePath)));
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
