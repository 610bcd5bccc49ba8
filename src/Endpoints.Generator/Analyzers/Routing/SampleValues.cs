using System.Globalization;
using Endpoints.Grammar;

namespace Endpoints.Generator.Analyzers.Routing;

/// <summary>Values to try where two sets of constraints may have one in common.</summary>
/// <remarks>
/// The bounds of both sets are among them: where two ranges overlap, the larger of the lower bounds is in both. A common value that is
/// not found leaves a conflict unreported, never the other way round, because every value found is tested.
/// </remarks>
internal static class SampleValues
{
    private static readonly string[] OfEveryKind =
    [
        "1", "a", "0", "-1", "true", "1.5", "a.txt", "2026-01-01", "3f2504e0-4f89-11d3-9a0c-0305e82c3301",
    ];

    // Longer samples would only make the message unreadable.
    private const int MaxLength = 64;

    public static IEnumerable<string> For(IReadOnlyCollection<RouteConstraint> constraints)
    {
        foreach (var sample in OfEveryKind)
        {
            yield return sample;
        }

        var lengths = BoundsOf(constraints, IsLength).Where(b => b is > 0 and <= MaxLength).Select(b => (int)b).ToArray();
        var numbers = BoundsOf(constraints, IsNumber).Where(b => b is > long.MinValue and < long.MaxValue).ToArray();
        foreach (var number in numbers)
        {
            yield return number.ToString(CultureInfo.InvariantCulture);
        }

        foreach (var length in lengths)
        {
            // The least number of so many digits, the greatest one, a word and a file name.
            yield return "1".PadRight(length, '0');
            yield return new string('9', length);
            yield return new string('a', length);
            yield return "a.".PadRight(length, 'b');
            foreach (var number in numbers.Where(n => n >= 0))
            {
                yield return number.ToString(CultureInfo.InvariantCulture).PadLeft(length, '0');
            }
        }
    }

    private static bool IsLength(RouteConstraint constraint) =>
        constraint.Kind is RouteConstraintKind.MinLength or RouteConstraintKind.MaxLength or RouteConstraintKind.Length;

    private static bool IsNumber(RouteConstraint constraint) =>
        constraint.Kind is RouteConstraintKind.Min or RouteConstraintKind.Max or RouteConstraintKind.Range;

    private static IEnumerable<long> BoundsOf(IEnumerable<RouteConstraint> constraints, Func<RouteConstraint, bool> isOfKind) =>
        constraints.Where(isOfKind).SelectMany(c => new[] { c.Minimum, c.Maximum }).Distinct();
}
