using Endpoints.Generator.Parsing;
using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Analyzers.Routing;

/// <summary>The routes of the referenced libraries, from the <c>[assembly: WebSocketEndpointRow]</c>s that their builds emitted.</summary>
internal static class LibraryRoutes
{
    public static void Read(Compilation compilation, Action<RouteEntry> add, CancellationToken cancellationToken)
    {
        foreach (var row in ReferencedRows.Read(compilation, cancellationToken).OrderBy(r => r.DeclaringAssembly, StringComparer.Ordinal))
        {
            var condition = row.IsConditional ? RouteCondition.Unknown : RouteCondition.None;
            RouteConflictAnalyzer.Add(row.Endpoint, row.Pattern, row.Order, Location.None, condition, add);
        }
    }
}
