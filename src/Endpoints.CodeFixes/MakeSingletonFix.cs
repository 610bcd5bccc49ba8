using System.Composition;
using Endpoints.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Endpoints.CodeFixes;

/// <summary>WSE0059: makes the endpoint a singleton, where it keeps nothing in fields that sessions would come to share.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakeSingletonFix))]
[Shared]
public sealed class MakeSingletonFix : BatchCodeFix
{
    private protected override string DiagnosticId => DiagnosticIds.StateWithoutSingleton;

    private protected override string Title => "Make the endpoint a singleton";

    private protected override async Task AddEditsAsync(
        Document document, Diagnostic diagnostic, TextEdits edits, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        var declaration = root!.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<TypeDeclarationSyntax>();
        if (declaration is null
            || model is null
            || model.GetDeclaredSymbol(declaration, cancellationToken) is not INamedTypeSymbol type
            || type.GetMembers().OfType<IFieldSymbol>().Any(f => f is { IsStatic: false, IsReadOnly: false, IsConst: false }))
        {
            return;
        }

        var attribute = EndpointDeclaration.FindAttribute(model, declaration, cancellationToken);
        if (attribute?.ApplicationSyntaxReference is { } place
            && await place.GetSyntaxAsync(cancellationToken).ConfigureAwait(false) is AttributeSyntax { ArgumentList: { } arguments } syntax
            && document.Project.GetDocument(syntax.SyntaxTree) is { } attributeDocument)
        {
            var lifetime = arguments.Arguments.FirstOrDefault(a => a.NameEquals?.Name.Identifier.ValueText == "Lifetime");
            if (lifetime is null)
            {
                edits.Insert(attributeDocument, arguments.CloseParenToken.SpanStart, ", Lifetime = EndpointLifetime.Singleton");
            }
            else
            {
                edits.Replace(attributeDocument, lifetime.Expression.Span, "EndpointLifetime.Singleton");
            }
        }
    }
}
