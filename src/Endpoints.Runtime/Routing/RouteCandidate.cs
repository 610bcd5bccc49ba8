using Endpoints.Grammar;

namespace Endpoints.Routing;

/// <summary>A template at the end of a way through the tree: what its parameters have to meet, and where their values stand.</summary>
internal sealed class RouteCandidate
{
    private readonly int _index;
    private readonly int _depth;
    private readonly (int Segment, int Parameter, RouteConstraint[] Constraints)[] _parameters;
    private readonly (int Parameter, RouteConstraint[] Constraints)? _rest;

    /// <param name="endpoint">The template.</param>
    /// <param name="depth">How many segments lead to it.</param>
    /// <param name="hasRest">Whether a catch-all parameter takes what is behind them.</param>
    public RouteCandidate(RouteTreeEndpoint endpoint, int depth, bool hasRest)
    {
        _index = endpoint.Index;
        _depth = depth;
        _parameters =
        [
            .. endpoint.Route.Segments
                .Take(depth)
                .Select((segment, index) => (Segment: index, Parameter: segment.ParameterIndex))
                .Where(place => place.Parameter >= 0)
                .Select(place => (place.Segment, place.Parameter, endpoint.Route.Parameters[place.Parameter].Constraints.ToArray())),
        ];
        if (hasRest)
        {
            _rest = (endpoint.Route.Segments[depth].ParameterIndex, endpoint.ParameterAt(depth).Constraints.ToArray());
        }
    }

    /// <summary>Fills the match, if the template may be found and the values meet their constraints.</summary>
    /// <param name="path">The path.</param>
    /// <param name="segments">Its segments.</param>
    /// <param name="match">Takes the index and the values.</param>
    public bool TryTake(ReadOnlySpan<byte> path, in PathSegments segments, ref RouteMatch match)
    {
        if (!match.MayBe(_index))
        {
            return false;
        }

        foreach (var (segment, _, constraints) in _parameters)
        {
            if (!MeetsAll(segments[segment], constraints))
            {
                return false;
            }
        }

        var start = segments.RestStart(_depth);
        if (_rest is { } required && !MeetsAll(path[start..], required.Constraints))
        {
            return false;
        }

        match.EndpointIndex = _index;
        foreach (var (segment, parameter, _) in _parameters)
        {
            match.Capture(parameter, segments.Start(segment), segments[segment].Length);
        }

        if (_rest is { } rest)
        {
            match.Capture(rest.Parameter, start, path.Length - start);
        }

        return true;
    }

    private static bool MeetsAll(ReadOnlySpan<byte> value, RouteConstraint[] constraints)
    {
        foreach (var constraint in constraints)
        {
            if (!Meets(value, constraint))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Meets(ReadOnlySpan<byte> value, RouteConstraint constraint) => constraint.Kind switch
    {
        RouteConstraintKind.Int => RouteConstraints.IsInt(value),
        RouteConstraintKind.Long => RouteConstraints.IsLong(value),
        RouteConstraintKind.Bool => RouteConstraints.IsBool(value),
        RouteConstraintKind.Guid => RouteConstraints.IsGuid(value),
        RouteConstraintKind.DateTime => RouteConstraints.IsDateTime(value),
        RouteConstraintKind.Decimal => RouteConstraints.IsDecimal(value),
        RouteConstraintKind.Double => RouteConstraints.IsDouble(value),
        RouteConstraintKind.Float => RouteConstraints.IsFloat(value),
        RouteConstraintKind.Alpha => RouteConstraints.IsAlpha(value),
        RouteConstraintKind.MinLength => RouteConstraints.HasMinLength(value, (int)constraint.Minimum),
        RouteConstraintKind.MaxLength => RouteConstraints.HasMaxLength(value, (int)constraint.Maximum),
        RouteConstraintKind.Length => RouteConstraints.HasLength(value, (int)constraint.Minimum, (int)constraint.Maximum),
        RouteConstraintKind.Min => RouteConstraints.IsMin(value, constraint.Minimum),
        RouteConstraintKind.Max => RouteConstraints.IsMax(value, constraint.Maximum),
        RouteConstraintKind.Range => RouteConstraints.IsInRange(value, constraint.Minimum, constraint.Maximum),
        RouteConstraintKind.Required => RouteConstraints.IsRequired(value),
        RouteConstraintKind.File => RouteConstraints.IsFile(value),
        RouteConstraintKind.NonFile => RouteConstraints.IsNonFile(value),
        _ => false,
    };
}
