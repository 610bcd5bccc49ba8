using System.Composition;
using Endpoints.Generator.Analyzers;
using Endpoints.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Endpoints.CodeFixes;

/// <summary>WSE0007: adds the handler attribute of the base class to the method that overrides or hides its handler.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddInheritedAttributeFix))]
[Shared]
public sealed class AddInheritedAttributeFix : BatchCodeFix
{
    private protected override string DiagnosticId => DiagnosticIds.InheritedHandlerNotRun;

    private protected override string Title => "Add the handler attribute";

    private protected override async Task AddEditsAsync(
        Document document, Diagnostic diagnostic, TextEdits edits, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        if (!diagnostic.Properties.TryGetValue(HandlerPlacementAnalyzer.MissingAttributes, out var attributes)
            || attributes is null
            || root!.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { } method)
        {
            return;
        }

        var model = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        var prefix = model!.LookupNamespacesAndTypes(method.SpanStart, name: "OnTextAttribute").IsEmpty ? "Endpoints." : "";
        var list = string.Join(", ", attributes.Split('\n').Select(a => prefix + a));

        // On a line of its own where the method begins one.
        var text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        var line = text.Lines.GetLineFromPosition(method.SpanStart);
        var before = text.ToString(TextSpan.FromBounds(line.Start, method.SpanStart));
        var lineBreak = text.ToString(TextSpan.FromBounds(line.End, line.EndIncludingLineBreak));
        var separator = string.IsNullOrWhiteSpace(before) && lineBreak.Length > 0 ? lineBreak + before : " ";
        edits.Insert(document, method.SpanStart, "[" + list + "]" + separator);
    }
}
