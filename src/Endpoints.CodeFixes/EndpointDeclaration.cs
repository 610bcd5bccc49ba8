using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Endpoints.CodeFixes;

/// <summary>Finds the endpoint attribute that belongs to a handler; the class may be spread over several files.</summary>
internal static class EndpointDeclaration
{
    private const string EndpointAttribute = "Endpoints.WebSocketEndpointAttribute";

    public static AttributeData? FindAttribute(SemanticModel model, SyntaxNode inside, CancellationToken cancellationToken)
    {
        var declaration = inside.FirstAncestorOrSelf<TypeDeclarationSyntax>();
        var type = declaration is null ? null : model.GetDeclaredSymbol(declaration, cancellationToken);
        return type?.GetAttributes().FirstOrDefault(a => a.AttributeClass?.ToDisplayString() == EndpointAttribute);
    }

    /// <summary>Where the route template is written, if it is written as a literal.</summary>
    public static LiteralExpressionSyntax? TemplateLiteral(AttributeData attribute, CancellationToken cancellationToken) =>
        (attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken) as AttributeSyntax)
            ?.ArgumentList?.Arguments.FirstOrDefault(a => a.NameEquals is null)?.Expression as LiteralExpressionSyntax;
}
