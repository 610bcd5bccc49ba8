using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Endpoints.Generator.Analyzers;

/// <summary>Values of an attribute together with the place in the source where each is written.</summary>
internal readonly struct AttributeArguments(AttributeData attribute, CancellationToken cancellationToken)
{
    private readonly AttributeSyntax? _syntax = attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken) as AttributeSyntax;

    /// <summary>Where the attribute stands; <see cref="Location.None"/> for one of a referenced assembly.</summary>
    public Location Location => _syntax?.GetLocation() ?? Location.None;

    /// <summary>The text that the attribute's constructor takes, or null where it does not compile.</summary>
    public (string Value, Location Location)? ConstructorText =>
        attribute.ConstructorArguments.FirstOrDefault() is { Kind: TypedConstantKind.Primitive, Value: string value }
            ? (value, _syntax?.ArgumentList?.Arguments.FirstOrDefault(a => a.NameEquals is null)?.Expression.GetLocation() ?? Location)
            : null;

    /// <summary>A number that the attribute sets, or null.</summary>
    public (int Value, Location Location)? Number(string name) =>
        TryGet(name, out var constant) && constant is { Kind: TypedConstantKind.Primitive, Value: int value }
            ? (value, LocationOf(name))
            : null;

    /// <summary>The elements of a string array that the attribute sets. Elements that do not compile, and nulls, are left out.</summary>
    public IEnumerable<(string Value, Location Location)> Strings(string name)
    {
        if (!TryGet(name, out var constant) || constant.Kind != TypedConstantKind.Array || constant.IsNull)
        {
            yield break;
        }

        var written = ElementsOf(ExpressionOf(name));
        for (var i = 0; i < constant.Values.Length; i++)
        {
            if (constant.Values[i] is { Kind: TypedConstantKind.Primitive, Value: string value })
            {
                // The counts differ only where an element does not compile; the whole argument is precise enough then.
                yield return (value, written.Count == constant.Values.Length ? written[i].GetLocation() : LocationOf(name));
            }
        }
    }

    /// <summary>A string that the attribute sets, or null.</summary>
    public string? Text(string name) => TryGet(name, out var constant) ? constant.Value as string : null;

    private bool TryGet(string name, out TypedConstant constant)
    {
        foreach (var argument in attribute.NamedArguments)
        {
            if (argument.Key == name)
            {
                constant = argument.Value;
                return true;
            }
        }

        constant = default;
        return false;
    }

    private ExpressionSyntax? ExpressionOf(string name) =>
        _syntax?.ArgumentList?.Arguments.FirstOrDefault(a => a.NameEquals?.Name.Identifier.ValueText == name)?.Expression;

    private Location LocationOf(string name) => ExpressionOf(name)?.GetLocation() ?? Location;

    private static List<ExpressionSyntax> ElementsOf(ExpressionSyntax? array) => array switch
    {
        CollectionExpressionSyntax collection => [.. collection.Elements.OfType<ExpressionElementSyntax>().Select(e => e.Expression)],
        ArrayCreationExpressionSyntax { Initializer: { } initializer } => [.. initializer.Expressions],
        ImplicitArrayCreationExpressionSyntax implicitArray => [.. implicitArray.Initializer.Expressions],
        _ => [],
    };
}
