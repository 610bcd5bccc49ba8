using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Endpoints.Generator.Parsing;

/// <summary>Writes constants as C# expressions.</summary>
internal static class ConstantExpressions
{
    /// <summary>An attribute's argument; null where it has no expression that emitted code could hold.</summary>
    public static string? Of(TypedConstant constant)
    {
        if (constant.Kind == TypedConstantKind.Error || constant.Type is not { } type)
        {
            return null;
        }

        if (constant.IsNull)
        {
            return "null";
        }

        return constant.Kind switch
        {
            TypedConstantKind.Array => OfArray(constant, type),
            TypedConstantKind.Type => OfType((ITypeSymbol)constant.Value!),
            _ => Of(constant.Value, type),
        };
    }

    /// <summary>A value of a type, for example a parameter's default value.</summary>
    public static string Of(object? value, ITypeSymbol type)
    {
        var name = type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
        if (value is null)
        {
            return type.IsReferenceType ? "null" : "default(" + name + ")";
        }

        var literal = Literal(value);
        var isExact = value is string or bool or char or int && type.TypeKind != TypeKind.Enum && !IsNullableValue(type);
        return isExact ? literal : "(" + name + ")" + (literal[0] == '-' ? "(" + literal + ")" : literal);
    }

    private static string Literal(object value) => value switch
    {
        double.NaN => "double.NaN",
        double.PositiveInfinity => "double.PositiveInfinity",
        double.NegativeInfinity => "double.NegativeInfinity",
        float.NaN => "float.NaN",
        float.PositiveInfinity => "float.PositiveInfinity",
        float.NegativeInfinity => "float.NegativeInfinity",
        decimal number => number.ToString(CultureInfo.InvariantCulture) + "m",
        float number => number.ToString("R", CultureInfo.InvariantCulture) + "f",
        double number => number.ToString("R", CultureInfo.InvariantCulture) + "d",
        _ => SymbolDisplay.FormatPrimitive(value, quoteStrings: true, useHexadecimalNumbers: false) ?? "default",
    };

    private static string? OfArray(TypedConstant constant, ITypeSymbol type)
    {
        var elements = constant.Values.Select(Of).ToArray();
        var element = ((IArrayTypeSymbol)type).ElementType.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
        return elements.Contains(null) ? null : "new " + element + "[] { " + string.Join(", ", elements) + " }";
    }

    private static string? OfType(ITypeSymbol type) =>
        type.TypeKind == TypeKind.Error || type is INamedTypeSymbol { IsFileLocal: true }
            ? null
            : "typeof(" + type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat) + ")";

    private static bool IsNullableValue(ITypeSymbol type) => type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;
}
