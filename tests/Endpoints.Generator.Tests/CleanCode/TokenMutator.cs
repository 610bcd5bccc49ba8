using System.Text;
using Endpoints.Generator.Tests.Harness;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Endpoints.Generator.Tests.CleanCode;

/// <summary>Deletes, doubles and swaps tokens of a source, the same ones for the same seed: what it looks like while it is typed.</summary>
internal static class TokenMutator
{
    private const int MostEdits = 5;

    public static string Mutate(string source, int seed)
    {
        var random = new Random(seed);
        var spans = CSharpSyntaxTree.ParseText(source, AnalyzerCompilation.ParseOptions).GetRoot().DescendantTokens()
            .Where(t => t.Span.Length > 0)
            .Select(t => t.Span)
            .ToArray();
        var replacements = new SortedDictionary<int, (TextSpan Span, string Text)>();
        for (var edits = random.Next(1, MostEdits + 1); edits > 0; edits--)
        {
            int at = random.Next(spans.Length), other = random.Next(spans.Length);
            string text = TextOf(spans[at]), otherText = TextOf(spans[other]);
            switch (random.Next(5))
            {
                case 0 or 1:
                    replacements[at] = (spans[at], "");
                    break;
                case 2:
                    replacements[at] = (spans[at], text + " " + text);
                    break;
                case 3:
                    replacements[at] = (spans[at], otherText);
                    replacements[other] = (spans[other], text);
                    break;
                default:
                    // The rest of the file is not there yet.
                    if (random.Next(10) == 0)
                    {
                        return source[..spans[at].Start];
                    }

                    replacements[at] = (spans[at], text[..random.Next(text.Length)]);
                    break;
            }
        }

        var mutated = new StringBuilder(source);
        foreach (var (span, text) in replacements.Values.Reverse())
        {
            mutated.Remove(span.Start, span.Length).Insert(span.Start, text);
        }

        return mutated.ToString();

        string TextOf(TextSpan span) => source.Substring(span.Start, span.Length);
    }
}
