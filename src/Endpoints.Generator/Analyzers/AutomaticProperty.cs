using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Analyzers;

/// <summary>Properties that are a field by another name.</summary>
internal static class AutomaticProperty
{
    /// <summary>Whether the compiler gives the property its field; never known of a property in another assembly.</summary>
    public static bool Is(IPropertySymbol property) =>
        property.ContainingType.GetMembers().OfType<IFieldSymbol>()
            .Any(f => SymbolEqualityComparer.Default.Equals(f.AssociatedSymbol, property));
}
