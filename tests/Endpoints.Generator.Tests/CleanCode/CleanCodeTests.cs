using System.Globalization;
using Endpoints.Generator.Tests.Harness;
using Microsoft.CodeAnalysis.CSharp;

namespace Endpoints.Generator.Tests.CleanCode;

/// <summary>Clean code is left alone, and broken code, which is what an IDE sees most of the time, breaks no analyzer.</summary>
public sealed class CleanCodeTests
{
    private const int MutationsPerSource = 80;

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
    public Task Nothing_is_reported_for_all_of_them_in_one_project() => AnalyzerVerifier.AcceptsAsync([.. CleanSources.All.Select(s => s.Text)]);

    [Theory]
    [MemberData(nameof(EachSource))]
    public async Task No_analyzer_fails_when_tokens_are_missing(string name)
    {
        var source = CleanSources.All.Single(s => s.Name == name).Text;
        var tokens = CSharpSyntaxTree.ParseText(source, AnalyzerCompilation.ParseOptions).GetRoot().DescendantTokens().Where(t => t.Span.Length > 0).ToArray();
        var random = new Random(1 + CleanSources.All.ToList().FindIndex(s => s.Name == name));
        var compilation = AnalyzerCompilation.Create([source]);
        var tree = compilation.SyntaxTrees.Single(t => t.FilePath == "Source0.cs");
        var reported = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < MutationsPerSource; i++)
        {
            // One to four tokens, from the last one on so that the positions stay right.
            var text = source;
            var removed = Enumerable.Range(0, random.Next(1, 5)).Select(_ => tokens[random.Next(tokens.Length)]).Distinct().OrderByDescending(t => t.SpanStart);
            foreach (var token in removed)
            {
                text = text.Remove(token.SpanStart, token.Span.Length);
            }

            var mutated = compilation.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(text, AnalyzerCompilation.ParseOptions, tree.FilePath));
            try
            {
                reported.UnionWith((await AnalyzerCompilation.AnalyzeAsync(mutated)).Select(d => d.Id));
            }
            catch (InvalidOperationException failure)
            {
                throw new Xunit.Sdk.XunitException(
                    string.Create(CultureInfo.InvariantCulture, $"Mutation {i} of {name}: {failure.InnerException}\n\n{text}"));
            }
        }

        // Had the mutations not reached the analyzers, nothing would ever have been reported.
        Assert.NotEmpty(reported);
    }
}
