using Endpoints.Generator.Model;
using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Parsing;

/// <summary>Reads validation attributes, and finds those that would need reflection where the rules are checked (WSE0068).</summary>
internal static class ValidationRules
{
    private const string Annotations = "System.ComponentModel.DataAnnotations";

    /// <summary>The attributes of a member or a type as <c>new</c> expressions, <c>[Required]</c> first.</summary>
    /// <param name="owner">The member or type, for messages.</param>
    /// <param name="places">Where its attributes are written.</param>
    /// <param name="type">The type of what is checked.</param>
    /// <param name="report">Takes what cannot be checked, and what to do.</param>
    public static List<string> Of(ISymbol owner, ISymbol[] places, ITypeSymbol type, Action<string> report)
    {
        List<string> required = [], others = [];
        foreach (var attribute in places.SelectMany(p => p.GetAttributes()))
        {
            if (attribute.AttributeClass is not { } attributeClass
                || !KnownTypes.IsOrDerivesFrom(attributeClass, Annotations, "ValidationAttribute"))
            {
                continue;
            }

            if (NeedsReflection(attribute, type) || MetadataParser.Write(attribute, attributeClass) is not { } expression)
            {
                var name = attributeClass.Name.EndsWith("Attribute", StringComparison.Ordinal)
                    ? attributeClass.Name.Substring(0, attributeClass.Name.Length - "Attribute".Length)
                    : attributeClass.Name;
                var place = owner is IPropertySymbol ? TypeNames.Short(owner.ContainingType) + "." + owner.Name : TypeNames.Short((ITypeSymbol)owner);
                report($"[{name}] of '{place}' cannot be checked without reflection; check it in IValidatableObject.Validate");
                continue;
            }

            (KnownTypes.IsOrDerivesFrom(attributeClass, Annotations, "RequiredAttribute") ? required : others).Add(expression);
        }

        return [.. required, .. others];
    }

    /// <summary>What <c>[Display]</c> or <c>[DisplayName]</c> calls it; null where they do not, or take it from a resource.</summary>
    public static string? DisplayNameOf(ISymbol[] places)
    {
        foreach (var place in places)
        {
            if (KnownTypes.FindAttribute(place, Annotations, "DisplayAttribute") is { } display
                && KnownTypes.Argument(display, "ResourceType") is null
                && KnownTypes.Argument(display, "Name")?.Value is string name)
            {
                return name;
            }

            if (KnownTypes.FindAttribute(place, "System.ComponentModel", "DisplayNameAttribute") is { ConstructorArguments.Length: 1 } displayName
                && displayName.ConstructorArguments[0].Value is string text)
            {
                return text;
            }
        }

        return null;
    }

    private static bool NeedsReflection(AttributeData attribute, ITypeSymbol type)
    {
        const string Namespace = "System.Diagnostics.CodeAnalysis", Name = "RequiresUnreferencedCodeAttribute";
        if (attribute.AttributeConstructor is not { } constructor
            || (KnownTypes.FindAttribute(constructor, Namespace, Name) is null
                && KnownTypes.FindAttribute(attribute.AttributeClass!, Namespace, Name) is null))
        {
            return false;
        }

        // Lengths of texts, arrays and collections are known without it, and so is how the platform's own types are parsed.
        return !(attribute.AttributeClass!.Name switch
        {
            "MinLengthAttribute" or "MaxLengthAttribute" or "LengthAttribute" => IsCountable(type),
            "RangeAttribute" => attribute.ConstructorArguments.FirstOrDefault() is { Kind: TypedConstantKind.Type, Value: INamedTypeSymbol operand }
                && KnownTypes.Is(operand, "System", operand.Name),
            _ => false,
        } && KnownTypes.Is(attribute.AttributeClass, Annotations, attribute.AttributeClass.Name));
    }

    private static bool IsCountable(ITypeSymbol type) =>
        type.SpecialType == SpecialType.System_String
        || type is IArrayTypeSymbol
        || KnownTypes.Implements(type, "System.Collections", "ICollection");
}
