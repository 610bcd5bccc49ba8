using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Endpoints.CodeFixes;

/// <summary>Removes the attribute that is reported; the last one of a list with its brackets.</summary>
public abstract class RemoveAttributeFix : BatchCodeFix
{
    private protected override string Title => "Remove the attribute";

    private protected sealed override async Task AddEditsAsync(
        Document document, Diagnostic diagnostic, TextEdits edits, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        if (root!.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<AttributeSyntax>() is not { Parent: AttributeListSyntax list } attribute)
        {
            return;
        }

        if (list.Attributes.Count > 1)
        {
            if (SpanIn(list, attribute) is { } span)
            {
                edits.Replace(document, span, "");
            }

            return;
        }

        var text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        // With the line that it has for itself, else with the blank behind it.
        var line = text.Lines.GetLineFromPosition(list.SpanStart);
        var isAlone = text.ToString(TextSpan.FromBounds(line.Start, list.SpanStart)).Trim().Length == 0
            && text.ToString(TextSpan.FromBounds(list.Span.End, line.End)).Trim().Length == 0;
        var end = list.Span.End;
        while (!isAlone && end < line.End && text[end] == ' ')
        {
            end++;
        }

        edits.Replace(document, isAlone ? line.SpanIncludingLineBreak : TextSpan.FromBounds(list.SpanStart, end), "");
    }

    // With the comma that is nearer to an attribute that stays, so that several can go at once. Of nothing but such attributes some may
    // have to stay, which one occurrence does not tell.
    private static TextSpan? SpanIn(AttributeListSyntax list, AttributeSyntax attribute)
    {
        var name = attribute.Name.ToString();
        var index = list.Attributes.IndexOf(attribute);
        return list.Attributes.Skip(index + 1).Any(a => a.Name.ToString() != name)
            ? TextSpan.FromBounds(attribute.SpanStart, list.Attributes[index + 1].SpanStart)
            : list.Attributes.Take(index).Any(a => a.Name.ToString() != name)
                ? TextSpan.FromBounds(list.Attributes[index - 1].Span.End, attribute.Span.End)
                : null;
    }
}
