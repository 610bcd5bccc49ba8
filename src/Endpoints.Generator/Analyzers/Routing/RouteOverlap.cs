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
            // What is left out is a parameter, or RequiredSegmentCount would be larger.
            var parameter = ParameterAt(template, i);
            if (i >= path.Length)
            {
                if (!RouteConstraintTest.MayLeaveOut(parameter!))
                {
                    return false;
                }

                continue;
            }

            if (parameter is { IsCatchAll: true })
            {
                return RouteConstraintTest.Meets(string.Join("/", path.Skip(i)), parameter.Constraints);
            }

            if (!MatchesSegment(template, i, path[i]))
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
            if (FindSegment(left, right, i, count) is not { } segment)
            {
                return null;
            }

            segments[i] = segment;
        }

        return segments;
    }

    private static string? FindSegment(RouteTemplate left, RouteTemplate right, int index, int count)
    {
        RouteConstraint[] constraints = [.. ConstraintsAt(left, index, count), .. ConstraintsAt(right, index, count)];
        return (LiteralAt(left, index), LiteralAt(right, index)) switch
        {
            ({ } one, { } other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase) ? one : null,
            ({ } literal, null) => RouteConstraintTest.Meets(literal, constraints) ? literal : null,
            (null, { } literal) => RouteConstraintTest.Meets(literal, constraints) ? literal : null,
            _ => SampleValues.For(constraints).FirstOrDefault(value => RouteConstraintTest.Meets(value, constraints)),
        };
    }

    private static bool MatchesSegment(RouteTemplate template, int index, string value) =>
        LiteralAt(template, index) is { } literal
            ? string.Equals(literal, value, StringComparison.OrdinalIgnoreCase)
            : RouteConstraintTest.Meets(value, ParameterAt(template, index)!.Constraints);

    // Those of a catch-all hold for all of the rest; where that is more than one segment they are tested when the whole path is known.
    private static EquatableArray<RouteConstraint> ConstraintsAt(RouteTemplate template, int index, int count) =>
        ParameterAt(template, index) is { } parameter && !(parameter.IsCatchAll && index < count - 1)
            ? parameter.Constraints
            : EquatableArray<RouteConstraint>.Empty;

    private static string? LiteralAt(RouteTemplate template, int index) =>
        index < template.Segments.Count ? template.Segments[index].Literal : null;

    private static RouteParameter? ParameterAt(RouteTemplate template, int index) =>
        index < template.Segments.Count && template.Segments[index].IsParameter
            ? template.Parameters[template.Segments[index].ParameterIndex]
            : null;
}
