using System.Text;
using Endpoints.Generator.Model;
using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Parsing;

/// <summary>Turns symbols into names.</summary>
internal static class TypeNames
{
    private static readonly SymbolDisplayFormat AnnotatedFormat = SymbolDisplayFormat.FullyQualifiedFormat.AddMiscellaneousOptions(
        SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private static readonly SymbolDisplayFormat SimpleFormat = new(
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);

    private static readonly SymbolDisplayFormat NamespaceFormat = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);

    private static readonly SymbolDisplayFormat PlainFormat = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces);

    public static TypeRef Of(ITypeSymbol type)
    {
        var bare = type.WithNullableAnnotation(NullableAnnotation.NotAnnotated);
        return new TypeRef(
            bare.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
            bare.ToDisplayString(AnnotatedFormat),
            bare.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat));
    }

    /// <summary>Whether its name is C#: half-written code has types without a name, alone or inside of others.</summary>
    public static bool IsWritable(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => IsWritable(array.ElementType),
        IPointerTypeSymbol pointer => IsWritable(pointer.PointedAtType),
        INamedTypeSymbol named => (named.Name.Length > 0 || named.IsTupleType)
            && named.TypeArguments.All(IsWritable)
            && (named.ContainingType is null || IsWritable(named.ContainingType)),
        _ => true,
    };

    /// <summary>Whether it, and what it is made of, is there: what another source generator makes is not yet, and has no full name.</summary>
    public static bool IsKnown(ITypeSymbol type) => type switch
    {
        IErrorTypeSymbol => false,
        IArrayTypeSymbol array => IsKnown(array.ElementType),
        IPointerTypeSymbol pointer => IsKnown(pointer.PointedAtType),
        INamedTypeSymbol named => named.TypeArguments.All(IsKnown) && (named.ContainingType is null || IsKnown(named.ContainingType)),
        _ => true,
    };

    /// <summary>With its annotations, its own included.</summary>
    public static string Annotated(ITypeSymbol type) => type.ToDisplayString(AnnotatedFormat);

    /// <summary>Without <c>global::</c>, as people know it.</summary>
    public static string Short(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);

    /// <summary>Its own name only, escaped where it is a keyword.</summary>
    public static string Simple(ISymbol symbol) => symbol.ToDisplayString(SimpleFormat);

    /// <summary>Namespace, containing types and name, with dots and without escapes.</summary>
    public static string Full(ISymbol symbol) => symbol.ToDisplayString(PlainFormat);

    public static string Namespace(ISymbol symbol) =>
        symbol.ContainingNamespace is { IsGlobalNamespace: false } containing ? containing.ToDisplayString(NamespaceFormat) : "";

    /// <summary>One identifier for a dotted name; different names give different identifiers.</summary>
    public static string Mangle(string name)
    {
        var mangled = new StringBuilder(name.Length + 8);
        foreach (var c in name)
        {
            _ = c switch
            {
                '.' => mangled.Append('_'),
                '_' => mangled.Append("__"),
                _ when char.IsLetterOrDigit(c) => mangled.Append(c),
                _ => mangled.Append("_x").Append(((int)c).ToString("X4", System.Globalization.CultureInfo.InvariantCulture)),
            };
        }

        if (mangled.Length > 0 && char.IsDigit(mangled[0]))
        {
            mangled.Insert(0, "_x");
        }

        return mangled.ToString();
    }
}
