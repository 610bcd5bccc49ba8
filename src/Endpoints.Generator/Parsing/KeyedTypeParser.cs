using Endpoints.Generator.Model;
using Endpoints.Grammar;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Endpoints.Generator.Parsing;

/// <summary>Reads <c>[KeepLatest]</c> of a message type. The generator and the analyzer call the same code.</summary>
internal static class KeyedTypeParser
{
    public const string AttributeName = "KeepLatest";

    /// <summary>The type's attribute, or null.</summary>
    public static AttributeData? AttributeOf(INamedTypeSymbol type) => KnownTypes.FindAttribute(type, "Endpoints", AttributeName + "Attribute");

    /// <summary>What makes the key; null for a type without the attribute, or with one of which no key can be read.</summary>
    public static KeyedTypeModel? Parse(INamedTypeSymbol type) =>
        AttributeOf(type) is { } attribute
        && EndpointParser.IsNamed(type)
        && FindProblem(type) is null
        && NamesIn(attribute) is { Count: > 0 } names
        && names.All(name => FindProblem(type, name) is null)
            ? new KeyedTypeModel(TypeNames.Of(type).Name, new EquatableArray<string>(names.Select(Escape)))
            : null;

    /// <summary>The names that the attribute has, in order. One that does not compile is left out.</summary>
    public static List<string> NamesIn(AttributeData attribute)
    {
        List<string> names = [];
        foreach (var argument in attribute.ConstructorArguments)
        {
            IEnumerable<TypedConstant> values = argument.Kind != TypedConstantKind.Array ? [argument] : argument.IsNull ? [] : argument.Values;
            names.AddRange(values.Select(v => v.Kind == TypedConstantKind.Primitive ? v.Value as string : null).OfType<string>());
        }

        return [.. names.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Why emitted code cannot read a key of the type at all; null where it can.</summary>
    public static string? FindProblem(INamedTypeSymbol type)
    {
        if (type.IsRefLikeType)
        {
            return "a ref struct cannot be sent as a message";
        }

        for (var current = type; current is not null; current = current.ContainingType)
        {
            if (!current.TypeParameters.IsEmpty)
            {
                return "the type is generic, and each of its types would need a key of its own; put the attribute on a type without parameters";
            }

            if (current.IsFileLocal || !KnownTypes.IsVisible(current))
            {
                return "emitted code cannot see the type; make it internal or public";
            }
        }

        return null;
    }

    /// <summary>Why emitted code cannot read a property; null where it can.</summary>
    public static string? FindProblem(INamedTypeSymbol type, string name)
    {
        ISymbol? found = null;
        for (var current = type; current is not null && found is null; current = current.BaseType)
        {
            found = current.GetMembers(name).FirstOrDefault();
        }

        return found switch
        {
            null => "there is no property of that name",
            not IPropertySymbol { IsIndexer: false } => "it is no property",
            IPropertySymbol { IsStatic: true } => "it is static, so that all messages would have one key",
            IPropertySymbol { GetMethod: null } => "it cannot be read",
            IPropertySymbol property when !IsVisibleIn(type.ContainingAssembly, property) || !IsVisibleIn(type.ContainingAssembly, property.GetMethod!) =>
                "emitted code cannot see it; make it internal or public",
            IPropertySymbol property when property.Type.IsRefLikeType || property.Type.TypeKind is TypeKind.Pointer or TypeKind.FunctionPointer =>
                "a value of its type cannot be kept",
            _ => null,
        };
    }

    // What is internal may be of another assembly, for it may be inherited.
    private static bool IsVisibleIn(IAssemblySymbol assembly, ISymbol symbol) => symbol.DeclaredAccessibility switch
    {
        Accessibility.Public => true,
        Accessibility.Internal or Accessibility.ProtectedOrInternal => SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, assembly)
            || symbol.ContainingAssembly.GivesAccessTo(assembly),
        _ => false,
    };

    private static string Escape(string name) =>
        SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;
}
