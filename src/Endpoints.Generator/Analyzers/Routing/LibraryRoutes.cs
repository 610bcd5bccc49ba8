using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Analyzers.Routing;

/// <summary>The routes of the referenced libraries, from the <c>[assembly: WebSocketEndpointRow]</c>s that their builds emitted.</summary>
internal static class LibraryRoutes
{
    public static void Read(Compilation compilation, Action<RouteEntry> add, CancellationToken cancellationToken)
    {
        if (compilation.GetTypeByMetadataName("Endpoints.Generated.WebSocketEndpointRowAttribute") is not { } row)
        {
            return;
        }

        var runtime = row.ContainingAssembly.Name;
        foreach (var library in compilation.SourceModule.ReferencedAssemblySymbols.OrderBy(a => a.Name, StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!RefersTo(library, runtime))
            {
                continue;
            }

            foreach (var attribute in library.GetAttributes())
            {
                if (SymbolEqualityComparer.Default.Equals(attribute.AttributeClass, row)
                    && attribute.ConstructorArguments is { Length: 4 } arguments
                    && (arguments[1].Value, arguments[2].Value, arguments[3].Value) is (string endpoint, string pattern, int order))
                {
                    RouteConflictAnalyzer.Add(endpoint, pattern, order, Location.None, add);
                }
            }
        }
    }

    // Reading the attributes of the whole framework would cost more than all the rest.
    private static bool RefersTo(IAssemblySymbol assembly, string name) =>
        assembly.Modules.Any(module => module.ReferencedAssemblies.Any(a => a.Name == name));
}
