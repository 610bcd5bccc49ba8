using System.Composition;
using Endpoints.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Endpoints.CodeFixes;

/// <summary>WSE0001: adds <c>partial</c> to the endpoint and to the types around it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakeTypePartialFix))]
[Shared]
public sealed class MakeTypePartialFix : BatchCodeFix
{
    private protected override string DiagnosticId => DiagnosticIds.TypeNotPartial;

    private protected override string Title => "Make partial";

    private protected override async Task AddEditsAsync(
        Document document, Diagnostic diagnostic, TextEdits edits, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        var declarations = root!.FindNode(diagnostic.Location.SourceSpan).AncestorsAndSelf().OfType<TypeDeclarationSyntax>();
        foreach (var declaration in declarations.Where(d => !d.Modifiers.Any(SyntaxKind.PartialKeyword)))
        {
            // `partial` is the last modifier.
            edits.Insert(document, declaration.Keyword.SpanStart, "partial ");
        }
    }
}
