using Endpoints.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Endpoints.Generator.Tests.CleanCode;

/// <summary>Sources with a few random tokens missing, the same ones in every run.</summary>
internal static class Mutations
{
    public static IEnumerable<string> Of(string source, int count, int seed)
    {
        var root = CSharpSyntaxTree.ParseText(source, AnalyzerCompilation.ParseOptions).GetRoot();
        var tokens = root.DescendantTokens().Where(t => t.Span.Length > 0).ToArray();
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            yield return Remove(source, Enumerable.Range(0, random.Next(1, 5)).Select(_ => tokens[random.Next(tokens.Length)]));
        }
    }

    // From the last one on, so that the positions stay right.
    private static string Remove(string text, IEnumerable<SyntaxToken> tokens)
    {
        foreach (var token in tokens.Distinct().OrderByDescending(t => t.SpanStart))
        {
            text = text.Remove(token.SpanStart, token.Span.Length);
        }

        return text;
    }
}
