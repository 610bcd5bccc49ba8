using Microsoft.CodeAnalysis.Text;

namespace Endpoints.Generator.Tests.Harness;

/// <summary>A source with the places marked at which diagnostics are expected: <c>[|</c> and <c>|]</c>, not nested.</summary>
internal sealed class MarkedSource
{
    private MarkedSource(string text, List<TextSpan> spans)
    {
        Text = text;
        Spans = spans;
    }

    /// <summary>The source without the marks.</summary>
    public string Text { get; }

    /// <summary>What stood between the marks, in the order of the text.</summary>
    public IReadOnlyList<TextSpan> Spans { get; }

    public static MarkedSource Parse(string marked)
    {
        var text = new System.Text.StringBuilder();
        List<TextSpan> spans = [];
        var open = -1;
        for (var i = 0; i < marked.Length; i++)
        {
            var pair = i + 1 < marked.Length ? marked.Substring(i, 2) : "";
            if (pair == "[|")
            {
                Assert.True(open < 0, "Marks do not nest.");
                open = text.Length;
                i++;
            }
            else if (pair == "|]")
            {
                Assert.True(open >= 0, "A mark is closed that is not open.");
                spans.Add(TextSpan.FromBounds(open, text.Length));
                open = -1;
                i++;
            }
            else
            {
                text.Append(marked[i]);
            }
        }

        Assert.True(open < 0, "A mark is not closed.");
        return new MarkedSource(text.ToString(), spans);
    }
}
