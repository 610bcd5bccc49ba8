using Endpoints.Grammar;

namespace Endpoints.Generator.Analyzers.Routing;

/// <summary>Whether one template takes every path that another one takes.</summary>
internal static class RouteCoverage
{
    /// <summary>True only where it is certain; constraints that imply each other are compared as written.</summary>
    public static bool Covers(RouteTemplate wide, RouteTemplate narrow)
    {
        if (wide.RequiredSegmentCount > narrow.RequiredSegmentCount)
        {
            return false;
        }

        // A path that ends early must not fail on what the wide template has left, which can only be parameters.
        for (var i = narrow.RequiredSegmentCount; i < wide.Segments.Count; i++)
        {
            if (!RouteConstraintTest.MayLeaveOut(ParameterAt(wide, i)!))
            {
                return false;
            }
        }

        for (var i = 0; i < narrow.Segments.Count; i++)
        {
            if (i >= wide.Segments.Count)
            {
                return false;
            }

            if (ParameterAt(wide, i) is { IsCatchAll: true } rest)
            {
                return Always(rest.Constraints);
            }

            if (ParameterAt(narrow, i) is { IsCatchAll: true } || !CoversSegment(wide, narrow, i))
            {
                return false;
            }
        }

        return true;
    }

    private static bool CoversSegment(RouteTemplate wide, RouteTemplate narrow, int index)
    {
        var literal = narrow.Segments[index].Literal;
        if (ParameterAt(wide, index) is not { } parameter)
        {
            return literal is not null && string.Equals(wide.Segments[index].Literal, literal, StringComparison.OrdinalIgnoreCase);
        }

        if (literal is not null)
        {
            return RouteConstraintTest.Meets(literal, parameter.Constraints);
        }

        var narrowConstraints = ParameterAt(narrow, index)!.Constraints;
        return parameter.Constraints.All(c => IsAlwaysMet(c) || narrowConstraints.Any(n => Implies(n, c)));
    }

    private static bool Always(IEnumerable<RouteConstraint> constraints) => constraints.All(IsAlwaysMet);

    // A segment is never empty.
    private static bool IsAlwaysMet(RouteConstraint constraint) =>
        constraint.Kind == RouteConstraintKind.Required || constraint is { Kind: RouteConstraintKind.MinLength, Minimum: <= 1 };

    private static bool Implies(RouteConstraint narrow, RouteConstraint wide) =>
        narrow.Kind == wide.Kind && narrow.Minimum >= wide.Minimum && narrow.Maximum <= wide.Maximum;

    private static RouteParameter? ParameterAt(RouteTemplate template, int index) =>
        template.Segments[index].IsParameter ? template.Parameters[template.Segments[index].ParameterIndex] : null;
}
