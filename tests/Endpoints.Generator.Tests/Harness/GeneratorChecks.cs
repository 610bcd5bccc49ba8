using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Endpoints.Generator.Tests.Harness;

/// <summary>
/// What must hold for every project that the generator runs over. Each check says what is wrong; none is silent about a generator that
/// breaks it (<c>HarnessTests</c> holds the proof).
/// </summary>
internal static class GeneratorChecks
{
    /// <summary>Runs all checks and gives the run.</summary>
    public static GeneratorRun All(GeneratorProject project)
    {
        var run = new GeneratorRun(project);
        var problems = Problems(project, run, static () => new EndpointGenerator(), TrackingNames.All).ToArray();
        Assert.True(problems.Length == 0, string.Join('\n', problems));
        return run;
    }

    public static IEnumerable<string> Problems(
        GeneratorProject project, GeneratorRun run, Func<IIncrementalGenerator> create, string[] stepNames) =>
    [
        .. Silence(run),
        .. Compiles(run),
        .. CachedAfter("an unrelated file", run, AddUnrelatedFile(run.Input), stepNames),
        .. CachedAfter("a moved comment and edited bodies", run, EditBodies(run.Input), stepNames),
        .. ModelGraph.ForeignObjects(run, stepNames),
        .. EqualModels(run, new GeneratorRun(project, create()), stepNames),
        .. SameTextsInOtherOrder(run, project, create()),
    ];

    /// <summary>No exception and no diagnostic: those are the analyzers'.</summary>
    public static IEnumerable<string> Silence(GeneratorRun run)
    {
        if (run.Result.Exception is { } exception)
        {
            yield return "The generator failed: " + exception;
        }

        foreach (var diagnostic in run.Diagnostics)
        {
            yield return "The generator reports: " + diagnostic;
        }
    }

    /// <summary>User code and emitted code compile without a warning, and the assembly can be written.</summary>
    public static IEnumerable<string> Compiles(GeneratorRun run)
    {
        foreach (var diagnostic in run.CompilerProblems())
        {
            yield return diagnostic + "\n" + diagnostic.Location.SourceTree;
        }

        using var image = new MemoryStream();
        if (!run.Output.Emit(image).Success)
        {
            yield return "The output cannot be emitted.";
        }
    }

    /// <summary>After a change that does not concern the generator, nothing is made again.</summary>
    public static IEnumerable<string> CachedAfter(string change, GeneratorRun run, Compilation changed, string[] stepNames)
    {
        var next = run.Again(changed).Result;
        foreach (var (name, steps) in next.TrackedSteps.Where(s => stepNames.Contains(s.Key)))
        {
            foreach (var output in steps.SelectMany(s => s.Outputs))
            {
                if (output.Reason is not (IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged))
                {
                    yield return $"After {change}, step {name} is {output.Reason}.";
                }
            }
        }

        foreach (var output in next.TrackedOutputSteps.SelectMany(s => s.Value).SelectMany(s => s.Outputs))
        {
            if (output.Reason != IncrementalStepRunReason.Cached)
            {
                yield return $"After {change}, an output is {output.Reason}.";
            }
        }
    }

    /// <summary>Two runs that share nothing make equal models with equal hashes.</summary>
    public static IEnumerable<string> EqualModels(GeneratorRun first, GeneratorRun second, string[] stepNames)
    {
        foreach (var name in stepNames)
        {
            object?[] left = Outputs(first, name), right = Outputs(second, name);
            if (!left.SequenceEqual(right))
            {
                yield return $"Step {name} makes different models in two runs.";
            }
            else if (!left.Select(o => o?.GetHashCode()).SequenceEqual(right.Select(o => o?.GetHashCode())))
            {
                yield return $"Step {name} makes models with different hashes in two runs.";
            }
        }
    }

    /// <summary>The emitted text does not depend on the order of files.</summary>
    public static IEnumerable<string> SameTextsInOtherOrder(GeneratorRun run, GeneratorProject project, IIncrementalGenerator generator)
    {
        var other = new GeneratorRun(project with { Sources = [.. project.Sources.Reverse()] }, generator).Texts;
        foreach (var (name, text) in run.Texts)
        {
            if (!other.TryGetValue(name, out var otherText) || otherText != text)
            {
                yield return $"{name} depends on the order of files.";
            }
        }
    }

    public static object?[] Outputs(GeneratorRun run, string step) =>
        run.Result.TrackedSteps.TryGetValue(step, out var steps) ? [.. steps.SelectMany(s => s.Outputs).Select(o => o.Value)] : [];

    public static Compilation AddUnrelatedFile(Compilation compilation) =>
        compilation.AddSyntaxTrees(GeneratorProject.Parse("namespace Unrelated { internal sealed class Nothing; }", "Unrelated.cs"));

    public static Compilation EditBodies(Compilation compilation)
    {
        foreach (var tree in compilation.SyntaxTrees)
        {
            var edited = new BodyEditor().Visit(tree.GetRoot()).ToFullString();
            compilation = compilation.ReplaceSyntaxTree(tree, GeneratorProject.Parse("// Moves all lines.\n" + edited, tree.FilePath));
        }

        return compilation;
    }

    private sealed class BodyEditor : CSharpSyntaxRewriter
    {
        public override SyntaxNode? VisitMethodDeclaration(MethodDeclarationSyntax node) =>
            node.Body is null ? node : node.WithBody(node.Body.WithStatements(node.Body.Statements.Insert(0, SyntaxFactory.EmptyStatement())));
    }
}
