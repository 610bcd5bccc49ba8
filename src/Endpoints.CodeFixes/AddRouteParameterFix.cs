using System.Composition;
using Endpoints.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Endpoints.CodeFixes;

/// <summary>WSE0015: adds the handler's parameter to the end of the route template.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddRouteParameterFix))]
[Shared]
public sealed class AddRouteParameterFix : BatchCodeFix
{
    private protected override string DiagnosticId => DiagnosticIds.ParameterNotInTemplate;

    private protected override string Title => "Add the parameter to the route template";

    private protected override async Task AddEditsAsync(
        Document document, Diagnostic diagnostic, TextEdits edits, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        if (root!.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<ParameterSyntax>() is not { } parameter
            || RouteParameterName.Of(parameter, model!, cancellationToken) is not { } name
            || EndpointDeclaration.FindAttribute(model!, parameter, cancellationToken) is not { } attribute
            || EndpointDeclaration.TemplateLiteral(attribute, cancellationToken) is not { } literal
            || document.Project.GetDocument(literal.SyntaxTree) is not { } attributeDocument)
        {
            return;
        }

        // Nothing can follow a catch-all, and an empty template has another diagnostic.
        var template = literal.Token.ValueText;
        if (template.Length == 0 || template.IndexOf("{*", StringComparison.Ordinal) >= 0)
        {
            return;
        }

        // Before the closing quotes, of which a raw literal has more than one.
        var end = literal.Token.SpanStart + literal.Token.Text.TrimEnd('"').Length;
        edits.Insert(attributeDocument, end, (template.EndsWith("/", StringComparison.Ordinal) ? "" : "/") + "{" + name + "}");
    }
}
