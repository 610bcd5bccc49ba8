using Endpoints.Grammar;
using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Parsing;

/// <summary>
/// The endpoints of referenced assemblies, from the rows that their builds emitted. An assembly also lists what it composed from others,
/// so that an endpoint is found where the project refers to the one and not to the other; each endpoint is given once, by the assembly
/// that declares it where that is referenced.
/// </summary>
internal static class ReferencedRows
{
    private const string RuntimeAssembly = "Endpoints.Runtime";
    private const string GeneratedNamespace = "Endpoints.Generated";

    public static List<ReferencedRow> Read(Compilation compilation, CancellationToken cancellationToken)
    {
        List<ReferencedRow> rows = [];
        foreach (var library in compilation.SourceModule.ReferencedAssemblySymbols)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!RefersToRuntime(library))
            {
                continue;
            }

            foreach (var attribute in library.GetAttributes())
            {
                if (KnownTypes.Is(attribute.AttributeClass, GeneratedNamespace, "WebSocketEndpointRowAttribute") && Read(library, attribute) is { } row)
                {
                    rows.Add(row);
                }
            }
        }

        return
        [
            .. rows
                .OrderBy(r => r.DeclaringAssembly == r.Library.Name ? 0 : 1)
                .ThenBy(r => r.Library.Name, StringComparer.Ordinal)
                .ThenBy(r => r.Index)
                .GroupBy(r => (r.DeclaringAssembly, r.Endpoint))
                .Select(g => g.First()),
        ];
    }

    /// <summary>Whether an assembly can have endpoints. Reading the attributes of the whole framework would cost more than all the rest.</summary>
    public static bool RefersToRuntime(IAssemblySymbol assembly) =>
        assembly.Modules.Any(m => m.ReferencedAssemblies.Any(r => r.Name == RuntimeAssembly));

    /// <summary>The emitted table of an assembly; null where it has none.</summary>
    public static INamedTypeSymbol? TableOf(IAssemblySymbol assembly) =>
        KnownTypes.FindAttribute(assembly, GeneratedNamespace, "WebSocketEndpointTableAttribute") is { ConstructorArguments.Length: 1 } attribute
            ? attribute.ConstructorArguments[0].Value as INamedTypeSymbol
            : null;

    private static ReferencedRow? Read(IAssemblySymbol library, AttributeData attribute)
    {
        if (attribute.ConstructorArguments is not { Length: 4 } arguments
            || (arguments[0].Value, arguments[1].Value, arguments[2].Value, arguments[3].Value)
                is not (int index, string endpoint, string pattern, int order))
        {
            return null;
        }

        var protocols = KnownTypes.Argument(attribute, "Protocols") is { Kind: TypedConstantKind.Array, IsNull: false } array
            ? array.Values.Select(v => v.Value as string).OfType<string>()
            : [];
        return new ReferencedRow(
            library,
            index,
            endpoint,
            pattern,
            order,
            new EquatableArray<string>(protocols),
            KnownTypes.Argument(attribute, "Assembly")?.Value is string { Length: > 0 } declaring ? declaring : library.Name,
            KnownTypes.Argument(attribute, "IsConditional")?.Value is true);
    }
}

/// <summary>One endpoint of a referenced assembly. Holds a symbol, so it never leaves the parser.</summary>
/// <param name="Library">The assembly whose row it is.</param>
/// <param name="Index">Its index in that assembly's table.</param>
/// <param name="Endpoint">The endpoint class's full name.</param>
/// <param name="Pattern">The route template.</param>
/// <param name="Order">The order.</param>
/// <param name="Protocols">The sub-protocols offered.</param>
/// <param name="DeclaringAssembly">The assembly that declares the class.</param>
/// <param name="IsConditional">Whether the host may leave it out.</param>
internal sealed record ReferencedRow(
    IAssemblySymbol Library,
    int Index,
    string Endpoint,
    string Pattern,
    int Order,
    EquatableArray<string> Protocols,
    string DeclaringAssembly,
    bool IsConditional);
