using System.Globalization;

namespace Endpoints.Grammar;

/// <summary>Whether a value meets a constraint, as ASP.NET Core's inline constraints decide it.</summary>
internal static class RouteConstraintTest
{
    private const NumberStyles Real = NumberStyles.Float | NumberStyles.AllowThousands;

    public static bool Meets(string value, IEnumerable<RouteConstraint> constraints) => constraints.All(c => Meets(value, c));

    /// <summary>
    /// Whether the constraints of a parameter that a path leaves out hold: those of a default value are tested with it, those of an
    /// optional parameter hold, and of all others only <c>nonfile</c> does.
    /// </summary>
    public static bool MayLeaveOut(RouteParameter parameter) => parameter switch
    {
        { DefaultValue: { } value } => Meets(value, parameter.Constraints),
        { IsOptional: true } => true,
        _ => parameter.Constraints.All(c => c.Kind == RouteConstraintKind.NonFile),
    };

    private static bool Meets(string value, RouteConstraint constraint) => constraint.Kind switch
    {
        RouteConstraintKind.Int => int.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out _),
        RouteConstraintKind.Long => long.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out _),
        RouteConstraintKind.Bool => bool.TryParse(value, out _),
        RouteConstraintKind.Guid => Guid.TryParse(value, out _),
        RouteConstraintKind.DateTime => DateTime.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        RouteConstraintKind.Decimal => decimal.TryParse(value, NumberStyles.Number, CultureInfo.InvariantCulture, out _),
        RouteConstraintKind.Double => double.TryParse(value, Real, CultureInfo.InvariantCulture, out _),
        RouteConstraintKind.Float => float.TryParse(value, Real, CultureInfo.InvariantCulture, out _),
        RouteConstraintKind.Alpha => value.All(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z')),
        RouteConstraintKind.MinLength or RouteConstraintKind.MaxLength or RouteConstraintKind.Length =>
            value.Length >= constraint.Minimum && value.Length <= constraint.Maximum,
        RouteConstraintKind.Min or RouteConstraintKind.Max or RouteConstraintKind.Range =>
            long.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)
            && number >= constraint.Minimum && number <= constraint.Maximum,
        RouteConstraintKind.Required => value.Length > 0,
        RouteConstraintKind.File => IsFileName(value),
        RouteConstraintKind.NonFile => !IsFileName(value),
        _ => false,
    };

    // The last segment has a dot with something else than dots after it.
    private static bool IsFileName(string value)
    {
        var name = value.Substring(value.LastIndexOf('/') + 1);
        var dot = name.IndexOf('.');
        return dot >= 0 && name.TrimEnd('.').Length > dot;
    }
}
