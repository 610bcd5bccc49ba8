namespace Endpoints.Grammar;

/// <summary>An endpoint in the tree of one order.</summary>
/// <param name="Index">Its index in the table.</param>
/// <param name="Route">Its template.</param>
/// <param name="Precedence">Its precedence.</param>
/// <param name="IsConditional">Whether the host may leave it out.</param>
internal sealed record RouteTreeEndpoint(int Index, RouteTemplate Route, RoutePrecedence Precedence, bool IsConditional)
{
    public RouteParameter ParameterAt(int segment) => Route.Parameters[Route.Segments[segment].ParameterIndex];
}

/// <summary>
/// The templates of one order as a tree over segments. Below a node, children are tried in the order of ASP.NET Core's precedence digits:
/// literal, constrained parameter, parameter, constrained catch-all, catch-all. The first endpoint found that way is the one with the
/// least precedence, because all templates whose digits agree so far share one node: constraints do not split the tree.
/// Emitted matchers are this tree written out, and the runtime walks it for templates that no build has seen.
/// </summary>
internal sealed class RouteTree
{
    private readonly List<RouteTreeEndpoint> _endpoints = [];

    private RouteTree(int depth, string path)
    {
        Depth = depth;
        Path = path;
    }

    /// <summary>How many segments lead here.</summary>
    public int Depth { get; }

    /// <summary>The way here, for whoever reads emitted code.</summary>
    public string Path { get; }

    /// <summary>Everything that passes through here, by precedence.</summary>
    public IReadOnlyList<RouteTreeEndpoint> Endpoints => _endpoints;

    /// <summary>Children for literal segments. What differs in case only is one segment.</summary>
    public SortedDictionary<string, RouteTree> Literals { get; } = new(StringComparer.OrdinalIgnoreCase);

    public RouteTree? Constrained { get; private set; }

    public RouteTree? Parameter { get; private set; }

    /// <summary>Endpoints whose catch-all begins here: constrained ones, then the others.</summary>
    public IEnumerable<RouteTreeEndpoint> CatchAlls => _endpoints
        .Where(e => e.Route.Segments.Count == Depth + 1 && e.Route.Segments[Depth].IsParameter && e.ParameterAt(Depth).IsCatchAll)
        .OrderBy(e => e.Precedence);

    /// <summary>Endpoints that match when the path ends here: what they have behind may be left out.</summary>
    public IEnumerable<RouteTreeEndpoint> Ends => _endpoints
        .Where(e => e.Route.RequiredSegmentCount <= Depth)
        .Where(e => Enumerable.Range(Depth, e.Route.Segments.Count - Depth).All(i => RouteConstraintTest.MayLeaveOut(e.ParameterAt(i))))
        .OrderBy(e => e.Precedence);

    public static RouteTree Create(IEnumerable<RouteTreeEndpoint> endpoints)
    {
        var root = new RouteTree(0, "/");
        foreach (var endpoint in endpoints.OrderBy(e => e.Precedence))
        {
            root.Add(endpoint);
        }

        return root;
    }

    /// <summary>The constraints that everything below shares at the segment that leads here; null when they differ.</summary>
    public EquatableArray<RouteConstraint>? SharedConstraints()
    {
        var first = Normalize(_endpoints[0]);
        return _endpoints.All(e => Normalize(e) == first) ? _endpoints[0].ParameterAt(Depth - 1).Constraints : null;

        EquatableArray<RouteConstraint> Normalize(RouteTreeEndpoint endpoint) =>
            new(endpoint.ParameterAt(Depth - 1).Constraints.Select(c => c with { Offset = 0, Length = 0 }));
    }

    private void Add(RouteTreeEndpoint endpoint)
    {
        _endpoints.Add(endpoint);
        if (Depth == endpoint.Route.Segments.Count)
        {
            return;
        }

        var segment = endpoint.Route.Segments[Depth];
        if (segment.Literal is { } literal)
        {
            if (!Literals.TryGetValue(literal, out var child))
            {
                child = new RouteTree(Depth + 1, Join(literal));
                Literals.Add(literal, child);
            }

            child.Add(endpoint);
            return;
        }

        var parameter = endpoint.Route.Parameters[segment.ParameterIndex];
        if (parameter.IsCatchAll)
        {
            return;
        }

        if (parameter.Constraints.Count > 0)
        {
            Constrained ??= new RouteTree(Depth + 1, Join("{:}"));
            Constrained.Add(endpoint);
        }
        else
        {
            Parameter ??= new RouteTree(Depth + 1, Join("{}"));
            Parameter.Add(endpoint);
        }
    }

    private string Join(string segment) => (Depth == 0 ? "/" : Path + "/") + segment;
}
