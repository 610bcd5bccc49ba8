using System.Composition;
using Endpoints.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Endpoints.CodeFixes;

/// <summary>WSE0050: adds <c>[Blocking]</c> beside the handler's attribute.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddBlockingFix))]
[Shared]
public sealed class AddBlockingFix : BatchCodeFix
{
    private protected override string DiagnosticId => DiagnosticIds.BlockingCall;

    private protected override string Title => "Add [Blocking]";

    private protected override async Task AddEditsAsync(
        Document document, Diagnostic diagnostic, TextEdits edits, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        var method = root!.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<MethodDeclarationSyntax>();
        if (method?.AttributeLists.FirstOrDefault()?.Attributes.LastOrDefault() is { } last)
        {
            // Written as the handler's attribute is: what names that one names this one, too.
            var isQualified = last.Name is QualifiedNameSyntax;
            edits.Insert(document, last.Span.End, isQualified ? ", " + ((QualifiedNameSyntax)last.Name).Left + ".Blocking" : ", Blocking");
        }
    }
}
