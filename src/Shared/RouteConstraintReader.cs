using System.Globalization;

namespace Endpoints.Grammar;

/// <summary>Reads the <c>:name(arguments)</c> parts of a parameter.</summary>
internal static class RouteConstraintReader
{
    /// <summary>What diagnostics tell the user to choose from.</summary>
    public const string Supported =
        "int, long, bool, guid, datetime, decimal, double, float, alpha, minlength(n), maxlength(n), length(n), length(a,b), " +
        "min(n), max(n), range(a,b), required, file, nonfile";

    /// <summary>Reads constraints from <paramref name="position"/> on and leaves it at <c>=</c> or at the end.</summary>
    public static List<RouteConstraint> Read(string text, ref int position, int end, List<RouteProblem> problems)
    {
        List<RouteConstraint> constraints = [];
        while (position < end && text[position] == ':')
        {
            var start = position + 1;
            position = FindEnd(text, start, end);
            if (ReadOne(text, start, position, problems) is { } constraint)
            {
                constraints.Add(constraint);
            }
        }

        CheckTogether(text, constraints, problems);
        return constraints;
    }

    // A ')' closes the arguments only where the constraint can end, so that arguments may themselves hold parentheses.
    private static int FindEnd(string text, int position, int end)
    {
        var inArguments = false;
        for (; position < end; position++)
        {
            switch (text[position])
            {
                case '(':
                    inArguments = true;
                    break;
                case ')' when inArguments && (position + 1 == end || text[position + 1] is ':' or '='):
                    return position + 1;
                case ':' or '=' when !inArguments:
                    return position;
            }
        }

        return end;
    }

    private static RouteConstraint? ReadOne(string text, int start, int end, List<RouteProblem> problems)
    {
        var written = text.Substring(start, end - start);
        var parenthesis = written.IndexOf('(');
        var hasArguments = parenthesis >= 0 && written[written.Length - 1] == ')';
        var name = hasArguments ? written.Substring(0, parenthesis) : written;
        string[] arguments = hasArguments
            ? [.. written.Substring(parenthesis + 1, written.Length - parenthesis - 2).Split(',').Select(a => a.Trim())]
            : [];
        if (FindKind(name) is not { } kind)
        {
            problems.Add(new RouteProblem(
                RouteProblemKind.UnknownConstraint,
                written.Length == 0 ? start - 1 : start,
                Math.Max(written.Length, 1),
                $"There is no route constraint '{written}'; there are {Supported}"));
            return null;
        }

        if (TryReadBounds(kind, arguments, out var minimum, out var maximum))
        {
            if (minimum <= maximum)
            {
                return new RouteConstraint(kind, minimum, maximum, start, end - start);
            }

            problems.Add(new RouteProblem(
                RouteProblemKind.ContradictoryConstraints, start, end - start, $"No value meets the route constraint '{written}'"));
            return null;
        }

        problems.Add(new RouteProblem(
            RouteProblemKind.ConstraintArguments,
            start,
            end - start,
            $"The route constraint '{written}' does not have the arguments that it takes; there are {Supported}"));
        return null;
    }

    private static RouteConstraintKind? FindKind(string name) => name.ToLowerInvariant() switch
    {
        "int" => RouteConstraintKind.Int,
        "long" => RouteConstraintKind.Long,
        "bool" => RouteConstraintKind.Bool,
        "guid" => RouteConstraintKind.Guid,
        "datetime" => RouteConstraintKind.DateTime,
        "decimal" => RouteConstraintKind.Decimal,
        "double" => RouteConstraintKind.Double,
        "float" => RouteConstraintKind.Float,
        "alpha" => RouteConstraintKind.Alpha,
        "minlength" => RouteConstraintKind.MinLength,
        "maxlength" => RouteConstraintKind.MaxLength,
        "length" => RouteConstraintKind.Length,
        "min" => RouteConstraintKind.Min,
        "max" => RouteConstraintKind.Max,
        "range" => RouteConstraintKind.Range,
        "required" => RouteConstraintKind.Required,
        "file" => RouteConstraintKind.File,
        "nonfile" => RouteConstraintKind.NonFile,
        _ => null,
    };

    private static bool TryReadBounds(RouteConstraintKind kind, string[] arguments, out long minimum, out long maximum)
    {
        minimum = long.MinValue;
        maximum = long.MaxValue;
        switch (kind)
        {
            case RouteConstraintKind.MinLength:
                maximum = int.MaxValue;
                return arguments.Length == 1 && TryReadLength(arguments[0], out minimum);
            case RouteConstraintKind.MaxLength:
                minimum = 0;
                return arguments.Length == 1 && TryReadLength(arguments[0], out maximum);
            case RouteConstraintKind.Length when arguments.Length == 1:
                var isLength = TryReadLength(arguments[0], out minimum);
                maximum = minimum;
                return isLength;
            case RouteConstraintKind.Length:
                return arguments.Length == 2 && TryReadLength(arguments[0], out minimum) && TryReadLength(arguments[1], out maximum);
            case RouteConstraintKind.Min:
                return arguments.Length == 1 && TryReadNumber(arguments[0], out minimum);
            case RouteConstraintKind.Max:
                return arguments.Length == 1 && TryReadNumber(arguments[0], out maximum);
            case RouteConstraintKind.Range:
                return arguments.Length == 2 && TryReadNumber(arguments[0], out minimum) && TryReadNumber(arguments[1], out maximum);
            default:
                return arguments.Length == 0;
        }
    }

    private static bool TryReadLength(string text, out long value) =>
        TryReadNumber(text, out value) && value is >= 0 and <= int.MaxValue;

    private static bool TryReadNumber(string text, out long value) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    // Bounds that exclude each other are found within the family of number bounds and that of length bounds.
    private static void CheckTogether(string text, List<RouteConstraint> constraints, List<RouteProblem> problems)
    {
        var numbers = constraints.Where(c => c.Kind is RouteConstraintKind.Min or RouteConstraintKind.Max or RouteConstraintKind.Range);
        var lengths = constraints.Where(
            c => c.Kind is RouteConstraintKind.MinLength or RouteConstraintKind.MaxLength or RouteConstraintKind.Length);
        CheckFamily(text, [.. numbers], problems);
        CheckFamily(text, [.. lengths], problems);
    }

    private static void CheckFamily(string text, RouteConstraint[] family, List<RouteProblem> problems)
    {
        if (family.Length > 1 && family.Max(c => c.Minimum) > family.Min(c => c.Maximum))
        {
            var last = family[family.Length - 1];
            problems.Add(new RouteProblem(
                RouteProblemKind.ContradictoryConstraints,
                last.Offset,
                last.Length,
                $"No value meets the route constraint '{text.Substring(last.Offset, last.Length)}' and those before it"));
        }
    }
}
