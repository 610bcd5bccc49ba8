namespace Endpoints.Grammar;

/// <summary>The inline constraints of ASP.NET Core that are supported here: all but the regular expressions.</summary>
internal enum RouteConstraintKind
{
    Int,
    Long,
    Bool,
    Guid,
    DateTime,
    Decimal,
    Double,
    Float,
    Alpha,
    MinLength,
    MaxLength,
    Length,
    Min,
    Max,
    Range,
    Required,
    File,
    NonFile,
}

/// <summary>A constraint of a parameter.</summary>
/// <param name="Kind">Which one.</param>
/// <param name="Minimum">The lower bound of <c>minlength</c>, <c>length</c>, <c>min</c> and <c>range</c>.</param>
/// <param name="Maximum">The upper bound of <c>maxlength</c>, <c>length</c>, <c>max</c> and <c>range</c>.</param>
/// <param name="Offset">Where its name stands in the template.</param>
/// <param name="Length">Its length, arguments included.</param>
internal sealed record RouteConstraint(RouteConstraintKind Kind, long Minimum, long Maximum, int Offset, int Length);
