using Endpoints.Grammar;

namespace Endpoints.Generator.Analyzers.Routing;

/// <summary>Finds a path that two templates both match.</summary>
internal static class RouteOverlap
{
    /// <summary>A path that both match, or null when none is found. A path that is returned has been tested against both.</summary>
    public static string? FindExample(RouteTemplate left, RouteTemplate right)
    {
        var shortest = Math.Max(left.RequiredSegmentCount, right.RequiredSegmentCount);
        var longest = Math.Max(left.Segments.Count, right.Segments.Count);

        // The longest first: an example that has every parameter explains more.
        for (var count = longest; count >= shortest; count--)
        {
            if (FindSegments(left, right, count) is { } segments && Matches(left, segments) && Matches(right, segments))
            {
                return "/" + string.Join("/", segments);
            }
        }

        return null;
    }

    /// <summary>Whether a template matches a path of these segments.</summary>
    public static bool Matches(RouteTemplate template, string[] path)
    {
        if (path.Length < template.RequiredSegmentCount)
        {
            return false;
        }

        for (var i = 0; i < template.Segments.Count; i++)
        {
            var parameter = ParameterAt(template, i);
            if (parameter is { IsCatchAll: true })
            {
                // Whether constraints hold for a catch-all that is left out is not decided here.
                return parameter.Constraints.Count == 0
                    || (i < path.Length && RouteConstraintTest.Meets(string.Join("/", path.Skip(i)), parameter.Constraints));
            }

            if (i < path.Length && !MatchesSegment(template, i, path[i]))
            {
                return false;
            }
        }

        return path.Length <= template.Segments.Count;
    }

    private static string[]? FindSegments(RouteTemplate left, RouteTemplate right, int count)
    {
        var segments = new string[count];
        for (var i = 0; i < count; i++)
        {
            if (FindSegment(left, right, i) is not { } segment)
            {
                return null;
            }

            segments[i] = segment;
        }

        return segments;
    }

    private static string? FindSegment(RouteTemplate left, RouteTemplate right, int index)
    {
        if ((LiteralAt(left, index) ?? LiteralAt(right, index)) is { } literal)
        {
            return MatchesSegment(left, index, literal) && MatchesSegment(right, index, literal) ? literal : null;
        }

        RouteConstraint[] constraints = [.. ConstraintsAt(left, index), .. ConstraintsAt(right, index)];
        return SampleValues.For(constraints).FirstOrDefault(value => RouteConstraintTest.Meets(value, constraints));
    }

    private static bool MatchesSegment(RouteTemplate template, int index, string value) =>
        LiteralAt(template, index) is { } literal
            ? string.Equals(literal, value, StringComparison.OrdinalIgnoreCase)
            : RouteConstraintTest.Meets(value, ConstraintsAt(template, index));

    // Those of a catch-all hold for all of the rest, which is tested when the whole path is known.
    private static EquatableArray<RouteConstraint> ConstraintsAt(RouteTemplate template, int index) =>
        ParameterAt(template, index)?.Constraints ?? EquatableArray<RouteConstraint>.Empty;

    private static string? LiteralAt(RouteTemplate template, int index) =>
        index < template.Segments.Count ? template.Segments[index].Literal : null;

    private static RouteParameter? ParameterAt(RouteTemplate template, int index) =>
        index < template.Segments.Count && template.Segments[index].IsParameter ? template.Parameters[template.Segments[index].ParameterIndex] : null;
}
