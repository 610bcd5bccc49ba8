using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Endpoints.Generator.Parsing;

/// <summary>Where in the source a problem shows best.</summary>
internal static class SourcePlaces
{
    /// <summary>The identifier in the first declaration.</summary>
    public static Location OfIdentifier(ISymbol symbol) => symbol.Locations.FirstOrDefault(l => l.IsInSource) ?? Location.None;

    public static Location OfAttribute(AttributeData attribute, CancellationToken cancellationToken) =>
        attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken).GetLocation() ?? Location.None;

    /// <summary>A named argument's expression; the whole attribute where it is not written.</summary>
    public static Location OfNamedArgument(AttributeData attribute, string name, CancellationToken cancellationToken) =>
        Syntax(attribute, cancellationToken)?.ArgumentList?.Arguments
            .FirstOrDefault(a => a.NameEquals?.Name.Identifier.ValueText == name)?.Expression.GetLocation()
        ?? OfAttribute(attribute, cancellationToken);

    /// <summary>The first positional argument, or a piece of it where the piece can be found in the literal.</summary>
    public static Location OfFirstArgument(
        AttributeData attribute, string value, int offset, int length, CancellationToken cancellationToken)
    {
        var expression = Syntax(attribute, cancellationToken)?.ArgumentList?.Arguments
            .FirstOrDefault(a => a.NameEquals is null)?.Expression;
        if (expression is null)
        {
            return OfAttribute(attribute, cancellationToken);
        }

        var prefix = expression.ToString() switch
        {
            var text when text == "\"" + value + "\"" => 1,
            var text when text == "@\"" + value + "\"" => 2,
            _ => 0,
        };
        return prefix > 0 && length > 0
            ? Location.Create(expression.SyntaxTree, new TextSpan(expression.SpanStart + prefix + offset, length))
            : expression.GetLocation();
    }

    public static Location OfReturnType(IMethodSymbol method, CancellationToken cancellationToken) =>
        method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is MethodDeclarationSyntax syntax
            ? syntax.ReturnType.GetLocation()
            : OfIdentifier(method);

    public static Location OfParameter(IParameterSymbol parameter, CancellationToken cancellationToken) =>
        parameter.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken).GetLocation() ?? OfIdentifier(parameter);

    private static AttributeSyntax? Syntax(AttributeData attribute, CancellationToken cancellationToken) =>
        attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken) as AttributeSyntax;
}
