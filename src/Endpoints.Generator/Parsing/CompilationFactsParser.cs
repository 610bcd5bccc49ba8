using Endpoints.Generator.Model;
using Endpoints.Grammar;
using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Parsing;

/// <summary>Reads from the compilation what the table needs: small, and equal after each keystroke.</summary>
internal static class CompilationFactsParser
{
    private const string RuntimeAssembly = "Endpoints.Runtime";
    private const string AspNetCoreAssembly = "Endpoints.AspNetCore";

    public static CompilationFacts Parse(Compilation compilation, CancellationToken cancellationToken)
    {
        List<TableRow> rows = [];
        var hasAspNetCore = false;
        foreach (var assembly in compilation.SourceModule.ReferencedAssemblySymbols)
        {
            cancellationToken.ThrowIfCancellationRequested();
            hasAspNetCore |= assembly.Name == AspNetCoreAssembly;
            if (assembly.Modules.Any(m => m.ReferencedAssemblies.Any(r => r.Name == RuntimeAssembly)))
            {
                AddRows(assembly, rows);
            }
        }

        var name = TypeNames.Mangle(compilation.AssemblyName ?? "Unnamed");
        if (compilation.GetTypeByMetadataName("Endpoints.Generated." + name) is not null)
        {
            name += "_";
        }

        return new CompilationFacts(
            "Endpoints.Generated." + name,
            hasAspNetCore,
            compilation.Options.OutputKind is OutputKind.ConsoleApplication or OutputKind.WindowsApplication,
            new EquatableArray<TableRow>(rows.OrderBy(r => r.Descriptor, StringComparer.Ordinal)));
    }

    private static void AddRows(IAssemblySymbol assembly, List<TableRow> rows)
    {
        var attributes = assembly.GetAttributes();
        var table = KnownTypes.FindAttribute(assembly, "Endpoints.Generated", "WebSocketEndpointTableAttribute");
        if (table is not { ConstructorArguments.Length: 1 } || table.ConstructorArguments[0].Value is not INamedTypeSymbol tableType)
        {
            return;
        }

        var instance = TypeNames.Of(tableType).Name + ".Instance.Endpoints";
        foreach (var attribute in attributes)
        {
            if (KnownTypes.Is(attribute.AttributeClass, "Endpoints.Generated", "WebSocketEndpointRowAttribute")
                && attribute.ConstructorArguments is { Length: 4 } arguments
                && arguments[0].Value is int index
                && arguments[1].Value is string endpoint
                && arguments[2].Value is string pattern
                && arguments[3].Value is int order)
            {
                var protocols = KnownTypes.Argument(attribute, "Protocols") is { Kind: TypedConstantKind.Array, IsNull: false } array
                    ? array.Values.Select(v => v.Value as string).OfType<string>()
                    : [];
                rows.Add(new TableRow(
                    pattern, order, endpoint, instance + "[" + index + "]", new EquatableArray<string>(protocols), IsOwn: false));
            }
        }
    }
}
