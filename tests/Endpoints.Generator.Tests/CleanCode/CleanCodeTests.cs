using Endpoints.Generator.Analyzers;
using Endpoints.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Endpoints.Generator.Tests.CleanCode;

/// <summary>Clean code is left alone, and broken code, which is what an IDE sees most of the time, breaks no analyzer.</summary>
public sealed class CleanCodeTests
{
    private const int MutationsPerSource = 80;

    private static readonly HashSet<string> ShapeIds = [.. new EndpointShapeAnalyzer().SupportedDiagnostics.Select(d => d.Id)];

    public static TheoryData<string> EachSource()
    {
        var data = new TheoryData<string>();
        foreach (var (name, _) in CleanSources.All)
        {
            data.Add(name);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(EachSource))]
    public Task Nothing_is_reported(string name) => AnalyzerVerifier.AcceptsAsync(CleanSources.All.Single(s => s.Name == name).Text);

    [Fact]
    public Task Nothing_is_reported_for_all_of_them_in_one_project() =>
        AnalyzerVerifier.AcceptsAsync([.. CleanSources.All.Select(s => s.Text)]);

    [Theory]
    [MemberData(nameof(EachSource))]
    public async Task No_analyzer_fails_when_tokens_are_missing(string name)
    {
        var source = CleanSources.All.Single(s => s.Name == name).Text;
        var compilation = AnalyzerCompilation.Create([source]);
        var tree = compilation.SyntaxTrees.Single(t => t.FilePath == "Source0.cs");
        var reported = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in Mutations.Of(source, MutationsPerSource, seed: 1))
        {
            var broken = CSharpSyntaxTree.ParseText(text, AnalyzerCompilation.ParseOptions, tree.FilePath);
            var mutated = compilation.ReplaceSyntaxTree(tree, broken);
            try
            {
                reported.UnionWith((await AnalyzerCompilation.AnalyzeAsync(mutated)).Select(d => d.Id));
            }
            catch (InvalidOperationException failure)
            {
                throw new Xunit.Sdk.XunitException($"{failure.InnerException}\n\n{text}");
            }
        }

        // Had the mutations not reached the analyzers, nothing would ever have been reported.
        Assert.NotEmpty(reported);
    }

    [Theory]
    [MemberData(nameof(EachSource))]
    public async Task The_generator_leaves_out_what_the_analyzers_explain_when_tokens_are_missing(string name)
    {
        var emitted = 0;
        foreach (var text in Mutations.Of(CleanSources.All.Single(s => s.Name == name).Text, MutationsPerSource / 4, seed: 2))
        {
            var run = new GeneratorRun(new GeneratorProject(text));
            Assert.True(run.Result.Exception is null, $"{run.Result.Exception}\n\n{text}");
            Assert.Empty(run.Result.Diagnostics);
            var isEmitted = run.Texts.Keys.Any(k => k.EndsWith(".Endpoint.g.cs", StringComparison.Ordinal));
            var isDeclared = run.Input.GetSymbolsWithName(_ => true, SymbolFilter.Type)
                .Any(t => Parsing.EndpointParser.IsNamed((INamedTypeSymbol)t) && t.GetAttributes().Any(a => a.AttributeClass?.ToDisplayString() == "Endpoints.WebSocketEndpointAttribute"));
            var isExplained = (await AnalyzerCompilation.AnalyzeAsync(run.Input)).Any(
                d => d.Severity == DiagnosticSeverity.Error && ShapeIds.Contains(d.Id));
            Assert.True(
                isEmitted == (isDeclared && !isExplained),
                $"Emitted: {isEmitted}, declared: {isDeclared}, explained: {isExplained}\n\n{text}");
            emitted += isEmitted ? 1 : 0;
        }

        // Else the mutations are so coarse that the comparison says nothing.
        Assert.InRange(emitted, 1, MutationsPerSource);
    }
}
