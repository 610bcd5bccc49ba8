using System.Composition;
using Endpoints.Generator.Diagnostics;
using Endpoints.Grammar;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Endpoints.CodeFixes;

/// <summary>WSE0015: gives a misspelt parameter the name that the route template has.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UseRouteParameterNameFix))]
[Shared]
public sealed class UseRouteParameterNameFix : BatchCodeFix
{
    private protected override string DiagnosticId => DiagnosticIds.ParameterNotInTemplate;

    private protected override string Title => "Use the name of the route parameter";

    private protected override async Task AddEditsAsync(
        Document document, Diagnostic diagnostic, TextEdits edits, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        var model = (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false))!;
        var node = root!.FindNode(diagnostic.Location.SourceSpan);
        if (node.FirstAncestorOrSelf<ParameterSyntax>() is not { Parent: ParameterListSyntax list } parameter
            || model.GetDeclaredSymbol(parameter, cancellationToken) is not { } symbol
            || EndpointDeclaration.FindAttribute(model, parameter, cancellationToken) is not { } attribute
            || attribute.ConstructorArguments.FirstOrDefault().Value is not string path)
        {
            return;
        }

        var taken = list.Parameters.Select(p => p.Identifier.ValueText).ToArray();
        var free = RouteTemplateParser.Parse(path).Parameters
            .Select(p => p.Name)
            .Where(name => !taken.Contains(name, StringComparer.OrdinalIgnoreCase));
        var nearest = EditDistance.Nearest(symbol.Name, free);
        if (nearest is null)
        {
            return;
        }

        edits.Replace(document, parameter.Identifier.Span, nearest);
        var method = parameter.FirstAncestorOrSelf<MethodDeclarationSyntax>();
        foreach (var use in method?.DescendantNodes().OfType<IdentifierNameSyntax>() ?? [])
        {
            if (use.Identifier.ValueText == symbol.Name
                && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(use, cancellationToken).Symbol, symbol))
            {
                edits.Replace(document, use.Identifier.Span, nearest);
            }
        }
    }
}
