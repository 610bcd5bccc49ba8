using System.Text;

namespace Endpoints.Grammar;

/// <summary>
/// Reads route templates as ASP.NET Core writes them. What is wrong becomes a problem with its place, never an exception, so that
/// generator, analyzers and runtime share one grammar.
/// </summary>
internal static class RouteTemplateParser
{
    /// <summary>Most parameters of one template; the same number as <c>RouteMatch.MaxParameters</c>.</summary>
    public const int MaxParameters = 16;

    public static RouteTemplate Parse(string? text)
    {
        var reader = new Reader(text ?? "");
        reader.ReadTemplate();
        return reader.ToTemplate();
    }

    private sealed class Reader(string text)
    {
        private readonly List<RouteSegment> _segments = [];
        private readonly List<RouteParameter> _parameters = [];
        private readonly List<RouteProblem> _problems = [];

        public RouteTemplate ToTemplate() => new(
            text,
            new EquatableArray<RouteSegment>(_segments),
            new EquatableArray<RouteParameter>(_parameters),
            new EquatableArray<RouteProblem>(_problems.OrderBy(p => p.Offset)));

        public void ReadTemplate()
        {
            if (text.Length == 0)
            {
                Report(RouteProblemKind.Missing, 0, 0, "The path is empty");
                return;
            }

            var position = 0;
            if (text[0] == '/')
            {
                position = 1;
            }
            else
            {
                Report(RouteProblemKind.NotRooted, 0, 1, "The path does not begin with '/'");
            }

            while (position < text.Length)
            {
                if (text[position] == '/')
                {
                    Report(RouteProblemKind.EmptySegment, position, 1, "Two slashes follow each other");
                    position++;
                    continue;
                }

                position = ReadSegment(position) + 1;
            }

            ReportCatchAllNotLast();
            if (_parameters.Count > MaxParameters)
            {
                var extra = _parameters[MaxParameters];
                Report(
                    RouteProblemKind.TooManyParameters, extra.Offset, extra.Length, $"The path has more than {MaxParameters} parameters");
            }
        }

        // Reads up to the next slash outside braces and returns its position, or the end of the text.
        private int ReadSegment(int start)
        {
            var literal = new StringBuilder();
            var position = start;
            var parts = 0;
            var parameterIndex = -1;
            var inLiteral = false;
            while (position < text.Length && text[position] != '/')
            {
                var current = text[position];
                if (current == '{' && !IsAt(position + 1, '{'))
                {
                    parts++;
                    inLiteral = false;
                    var end = FindParameterEnd(position + 1);
                    if (end < 0)
                    {
                        Report(RouteProblemKind.UnbalancedBrace, position, 1, "'{' has no matching '}'");
                        return text.Length;
                    }

                    parameterIndex = ReadParameter(position, end);
                    position = end + 1;
                    continue;
                }

                if (!inLiteral)
                {
                    parts++;
                    inLiteral = true;
                }

                position = ReadLiteralCharacter(position, literal);
            }

            AddSegment(start, position, parts, parameterIndex, literal.ToString());
            return position;
        }

        private int ReadLiteralCharacter(int position, StringBuilder literal)
        {
            var current = text[position];
            literal.Append(current);
            switch (current)
            {
                case '{':
                case '}' when IsAt(position + 1, '}'):
                    return position + 2;
                case '}':
                    Report(RouteProblemKind.UnbalancedBrace, position, 1, "'}' has no matching '{'");
                    break;
                case '?' or '#':
                    Report(
                        RouteProblemKind.QueryOrFragment, position, 1, $"'{current}' begins a query or fragment, which no path can have");
                    break;
                case '%' when !(IsHexAt(position + 1) && IsHexAt(position + 2)):
                    Report(RouteProblemKind.PercentEncoding, position, 1, "'%' is not followed by two hexadecimal digits");
                    break;
            }

            return position + 1;
        }

        private void AddSegment(int start, int end, int parts, int parameterIndex, string literal)
        {
            if (parts > 1)
            {
                Report(
                    RouteProblemKind.ComplexSegment,
                    start,
                    end - start,
                    $"The segment '{text.Substring(start, end - start)}' has more than one parameter or text");
                return;
            }

            if (parameterIndex >= 0)
            {
                _segments.Add(new RouteSegment(null, parameterIndex, start, end - start));
                return;
            }

            if (literal is "." or "..")
            {
                Report(
                    RouteProblemKind.DotSegment, start, end - start, $"Clients resolve the segment '{literal}' before they send the path");
            }

            _segments.Add(new RouteSegment(literal, -1, start, end - start));
        }

        // Doubled braces inside a parameter are escaped ones (for regular expressions in constraints), as in ASP.NET Core.
        private int FindParameterEnd(int position)
        {
            while (position < text.Length)
            {
                switch (text[position])
                {
                    case '}' when !IsAt(position + 1, '}'):
                        return position;
                    case '}':
                    case '{' when IsAt(position + 1, '{'):
                        position += 2;
                        break;
                    case '{':
                        return -1;
                    default:
                        position++;
                        break;
                }
            }

            return -1;
        }

        // From the opening brace to the closing one; returns the index of the parameter.
        private int ReadParameter(int open, int close)
        {
            var start = open + 1;
            var end = close;
            var isOptional = false;
            var isCatchAll = false;
            for (var stars = 0; stars < 2 && start < end && text[start] == '*'; stars++)
            {
                isCatchAll = true;
                start++;
            }

            if (end > start && text[end - 1] == '?')
            {
                isOptional = true;
                end--;
            }

            var nameEnd = start;
            while (nameEnd < end && text[nameEnd] is not (':' or '='))
            {
                nameEnd++;
            }

            var name = text.Substring(start, nameEnd - start);
            var position = nameEnd;
            var constraints = RouteConstraintReader.Read(text, ref position, end, _problems);
            var defaultValue = position < end
                ? text.Substring(position + 1, end - position - 1).Replace("}}", "}").Replace("{{", "{")
                : null;
            var parameter = new RouteParameter(
                name,
                new EquatableArray<RouteConstraint>(constraints),
                isOptional,
                defaultValue,
                isCatchAll,
                open,
                close - open + 1);
            CheckParameter(parameter);
            _parameters.Add(parameter);
            return _parameters.Count - 1;
        }

        private void CheckParameter(RouteParameter parameter)
        {
            if (parameter.Name.Length == 0)
            {
                Report(RouteProblemKind.ParameterName, parameter.Offset, parameter.Length, "A parameter has no name");
            }
            else if (parameter.Name.IndexOfAny(['/', '{', '}', '?', '*']) >= 0)
            {
                Report(
                    RouteProblemKind.ParameterName,
                    parameter.Offset,
                    parameter.Length,
                    $"The parameter name '{parameter.Name}' has a character that a name may not have");
            }
            else if (_parameters.Exists(p => string.Equals(p.Name, parameter.Name, StringComparison.OrdinalIgnoreCase)))
            {
                Report(
                    RouteProblemKind.DuplicateParameter,
                    parameter.Offset,
                    parameter.Length,
                    $"The parameter '{parameter.Name}' stands in the path twice");
            }

            if (parameter.IsOptional && (parameter.DefaultValue is not null || parameter.IsCatchAll))
            {
                Report(
                    RouteProblemKind.OptionalConflict,
                    parameter.Offset,
                    parameter.Length,
                    $"The parameter '{parameter.Name}' may be left out anyway and takes no '?'");
            }
        }

        private void ReportCatchAllNotLast()
        {
            for (var i = 0; i < _segments.Count - 1; i++)
            {
                if (_segments[i].IsParameter && _parameters[_segments[i].ParameterIndex] is { IsCatchAll: true } parameter)
                {
                    Report(
                        RouteProblemKind.CatchAllNotLast,
                        parameter.Offset,
                        parameter.Length,
                        $"Nothing can follow the catch-all parameter '{parameter.Name}'");
                }
            }
        }

        private bool IsAt(int position, char character) => position < text.Length && text[position] == character;

        private bool IsHexAt(int position) =>
            position < text.Length && text[position] is (>= '0' and <= '9') or (>= 'a' and <= 'f') or (>= 'A' and <= 'F');

        private void Report(RouteProblemKind kind, int offset, int length, string message) =>
            _problems.Add(new RouteProblem(kind, offset, length, message));
    }
}
