using System.Text;

namespace Endpoints.Grammar;

/// <summary>
/// Which of several templates that match one path comes first: ASP.NET Core's inbound precedence, one digit a segment, compared from
/// the left. A literal is 1, a constrained parameter 2, a parameter 3, a constrained catch-all 4, a catch-all 5; a template that ends
/// comes before one that goes on.
/// </summary>
/// <param name="Digits">The digits.</param>
internal readonly record struct RoutePrecedence(string Digits) : IComparable<RoutePrecedence>
{
    public static RoutePrecedence Of(RouteTemplate template)
    {
        var digits = new StringBuilder();
        foreach (var segment in template.Segments)
        {
            digits.Append(DigitOf(segment, template));
        }

        return new RoutePrecedence(digits.ToString());
    }

    public int CompareTo(RoutePrecedence other) => string.CompareOrdinal(Digits, other.Digits);

    private static char DigitOf(RouteSegment segment, RouteTemplate template)
    {
        if (!segment.IsParameter)
        {
            return '1';
        }

        var parameter = template.Parameters[segment.ParameterIndex];
        return (parameter.IsCatchAll, parameter.Constraints.Count > 0) switch
        {
            (false, true) => '2',
            (false, false) => '3',
            (true, true) => '4',
            (true, false) => '5',
        };
    }

    public static bool operator <(RoutePrecedence left, RoutePrecedence right) => left.CompareTo(right) < 0;

    public static bool operator >(RoutePrecedence left, RoutePrecedence right) => left.CompareTo(right) > 0;

    public static bool operator <=(RoutePrecedence left, RoutePrecedence right) => left.CompareTo(right) <= 0;

    public static bool operator >=(RoutePrecedence left, RoutePrecedence right) => left.CompareTo(right) >= 0;
}
