namespace Endpoints.Grammar;

/// <summary>A route template, taken apart. With problems it is as much of the template as could be understood.</summary>
/// <param name="Text">The template, as written.</param>
/// <param name="Segments">What stands between the slashes; a trailing slash adds nothing.</param>
/// <param name="Parameters">The parameters in the order in which they stand in the template.</param>
/// <param name="Problems">What is wrong with it, in the order of the text.</param>
internal sealed record RouteTemplate(
    string Text,
    EquatableArray<RouteSegment> Segments,
    EquatableArray<RouteParameter> Parameters,
    EquatableArray<RouteProblem> Problems)
{
    /// <summary>
    /// How many segments a path must have at least: a trailing run of optional, default and catch-all parameters may be left out,
    /// one that is followed by something required may not.
    /// </summary>
    public int RequiredSegmentCount
    {
        get
        {
            var required = Segments.Count;
            while (required > 0 && Segments[required - 1].IsParameter && Parameters[Segments[required - 1].ParameterIndex].IsOmittable)
            {
                required--;
            }

            return required;
        }
    }

    /// <summary>The parameter of a name, in any case; null when there is none.</summary>
    public RouteParameter? FindParameter(string name) =>
        Parameters.FirstOrDefault(p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase));
}

/// <summary>One segment: a literal or one parameter.</summary>
/// <param name="Literal">The text, with doubled braces undone; null for a parameter.</param>
/// <param name="ParameterIndex">The parameter; -1 for a literal.</param>
/// <param name="Offset">Where it starts in the template.</param>
/// <param name="Length">Its length in the template.</param>
internal sealed record RouteSegment(string? Literal, int ParameterIndex, int Offset, int Length)
{
    public bool IsParameter => Literal is null;
}

/// <summary>A parameter of a template.</summary>
/// <param name="Name">Its name, as written.</param>
/// <param name="Constraints">Its constraints, all of which must hold.</param>
/// <param name="IsOptional"><c>{x?}</c>.</param>
/// <param name="DefaultValue"><c>{x=value}</c>; null when there is none.</param>
/// <param name="IsCatchAll"><c>{*x}</c> or <c>{**x}</c>; they match alike and differ only where links are generated.</param>
/// <param name="Offset">Where its opening brace stands in the template.</param>
/// <param name="Length">Its length, braces included.</param>
internal sealed record RouteParameter(
    string Name,
    EquatableArray<RouteConstraint> Constraints,
    bool IsOptional,
    string? DefaultValue,
    bool IsCatchAll,
    int Offset,
    int Length)
{
    /// <summary>Whether a path may leave it out, provided that nothing required follows.</summary>
    public bool IsOmittable => IsOptional || IsCatchAll || DefaultValue is not null;
}
