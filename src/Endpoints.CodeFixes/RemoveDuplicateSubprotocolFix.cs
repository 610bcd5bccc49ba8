using System.Composition;
using Endpoints.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Endpoints.CodeFixes;

/// <summary>WSE0021: removes the later one of two equal sub-protocols.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveDuplicateSubprotocolFix))]
[Shared]
public sealed class RemoveDuplicateSubprotocolFix : BatchCodeFix
{
    private protected override string DiagnosticId => DiagnosticIds.DuplicateSubprotocol;

    private protected override string Title => "Remove the duplicate sub-protocol";

    private protected override async Task AddEditsAsync(
        Document document, Diagnostic diagnostic, TextEdits edits, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        var node = root!.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        if (node is ExpressionSyntax { Parent: ExpressionElementSyntax element })
        {
            node = element;
        }

        // A duplicate has an element before it, so it goes with the comma in front.
        var siblings = node.Parent switch
        {
            CollectionExpressionSyntax collection => [.. collection.Elements],
            InitializerExpressionSyntax initializer => [.. initializer.Expressions],
            _ => Array.Empty<SyntaxNode>(),
        };
        var index = Array.IndexOf(siblings, node);
        if (index > 0)
        {
            edits.Replace(document, TextSpan.FromBounds(siblings[index - 1].Span.End, node.Span.End), "");
        }
    }
}
