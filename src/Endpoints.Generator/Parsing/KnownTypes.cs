using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Parsing;

/// <summary>Recognises types by name, without looking anything up in the compilation.</summary>
internal static class KnownTypes
{
    public static bool Is(ITypeSymbol? type, string @namespace, string name) =>
        type is not null && type.Name == name && type.ContainingType is null && IsNamespace(type.ContainingNamespace, @namespace);

    public static bool IsOrDerivesFrom(ITypeSymbol type, string @namespace, string name)
    {
        for (var current = (ITypeSymbol?)type; current is not null; current = current.BaseType)
        {
            if (Is(current, @namespace, name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether System.Text.Json reads derived types where this one is asked for.</summary>
    public static bool IsPolymorphicContract(ITypeSymbol type) => type.GetAttributes().Any(a =>
        Is(a.AttributeClass, "System.Text.Json.Serialization", "JsonPolymorphicAttribute")
        || Is(a.AttributeClass, "System.Text.Json.Serialization", "JsonDerivedTypeAttribute"));

    public static bool Implements(ITypeSymbol type, string @namespace, string name) =>
        type.AllInterfaces.Any(i => i.Arity == 0 && Is(i, @namespace, name));

    /// <summary>A generic type of one argument, such as <c>Task&lt;T&gt;</c>; its argument.</summary>
    public static ITypeSymbol? ArgumentOf(ITypeSymbol type, string @namespace, string name) =>
        type is INamedTypeSymbol { Arity: 1 } named && Is(named.OriginalDefinition, @namespace, name) ? named.TypeArguments[0] : null;

    public static bool IsBytes(ITypeSymbol type, string @namespace, string name) =>
        ArgumentOf(type, @namespace, name)?.SpecialType == SpecialType.System_Byte;

    public static bool IsByteArray(ITypeSymbol type) =>
        type is IArrayTypeSymbol { Rank: 1, ElementType.SpecialType: SpecialType.System_Byte };

    /// <summary>Whether it implements <c>ISpanParsable</c> of itself.</summary>
    public static bool IsParsable(ITypeSymbol type) =>
        type.AllInterfaces.Any(i => i.Arity == 1
            && Is(i.OriginalDefinition, "System", "ISpanParsable")
            && SymbolEqualityComparer.Default.Equals(i.TypeArguments[0], type));

    /// <summary>What is neither a value nor a service nor serialisable, whatever the handler.</summary>
    public static bool IsOpaque(ITypeSymbol type) =>
        type.IsRefLikeType
        || type.SpecialType == SpecialType.System_Object
        || type.TypeKind is TypeKind.Pointer or TypeKind.FunctionPointer or TypeKind.Dynamic
        || type.TypeKind is TypeKind.TypeParameter or TypeKind.Delegate
        || IsBytes(type, "System", "Memory");

    /// <summary>The <c>T</c> of a <c>T?</c> that is a <see cref="Nullable{T}"/>; any other type as it is.</summary>
    public static ITypeSymbol WithoutNullable(ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
            ? nullable.TypeArguments[0]
            : type;

    /// <summary>Whether the whole assembly can reach it.</summary>
    public static bool IsVisible(ISymbol symbol) =>
        symbol.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal;

    public static AttributeData? FindAttribute(ISymbol symbol, string @namespace, string name) =>
        symbol.GetAttributes().FirstOrDefault(a => Is(a.AttributeClass, @namespace, name));

    /// <summary>A named argument; null when the attribute does not set it.</summary>
    public static TypedConstant? Argument(AttributeData attribute, string name)
    {
        foreach (var argument in attribute.NamedArguments)
        {
            if (argument.Key == name && argument.Value.Kind != TypedConstantKind.Error)
            {
                return argument.Value;
            }
        }

        return null;
    }

    private static bool IsNamespace(INamespaceSymbol? symbol, string @namespace)
    {
        var end = @namespace.Length;
        while (symbol is { IsGlobalNamespace: false })
        {
            var start = end - symbol.Name.Length;
            if (start < 0 || string.CompareOrdinal(@namespace, start, symbol.Name, 0, symbol.Name.Length) != 0)
            {
                return false;
            }

            if (start == 0)
            {
                return symbol.ContainingNamespace.IsGlobalNamespace;
            }

            if (@namespace[start - 1] != '.')
            {
                return false;
            }

            end = start - 1;
            symbol = symbol.ContainingNamespace;
        }

        return false;
    }
}
