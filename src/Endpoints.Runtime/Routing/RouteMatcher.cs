using Endpoints.Grammar;

namespace Endpoints.Routing;

/// <summary>
/// Matches paths against templates that no build has seen, as emitted matchers do: it walks the tree that those are written from. Matching
/// allocates nothing; safe to use from any thread.
/// </summary>
internal sealed class RouteMatcher
{
    private readonly RouteNode[] _roots;

    /// <param name="routes">The templates, without problems, and their order; a match is given as an index into this list.</param>
    public RouteMatcher(IEnumerable<(RouteTemplate Template, int Order)> routes) =>
        _roots =
        [
            .. routes
                .Select((route, index) => (route.Order, Endpoint: ToEndpoint(route.Template, index)))
                .GroupBy(route => route.Order)
                .OrderBy(order => order.Key)
                .Select(order => new RouteNode(RouteTree.Create(order.Select(route => route.Endpoint)))),
        ];

    /// <summary>Finds the template that comes first among those that match.</summary>
    /// <param name="path">The path, percent-decoded, without query.</param>
    /// <param name="match">A match that has begun, and takes the index and the values.</param>
    public bool TryMatch(ReadOnlySpan<byte> path, ref RouteMatch match)
    {
        var segments = new PathSegments(path);
        foreach (var root in _roots)
        {
            if (root.TryMatch(path, in segments, ref match))
            {
                return true;
            }
        }

        return false;
    }

    private static RouteTreeEndpoint ToEndpoint(RouteTemplate template, int index) =>
        new(index, template, RoutePrecedence.Of(template), IsConditional: true);
}
