using System.Diagnostics.CodeAnalysis;
using Endpoints.Grammar;

namespace Endpoints.Options;

/// <summary>
/// Stands for the route templates of endpoints, segment by segment: a text is that segment, in any case, <c>*</c> is one segment, text or
/// parameter, and <c>**</c>, at the end only, is all that may follow, nothing included. It is compared with templates, not with the paths of
/// requests, and so once.
/// </summary>
internal sealed class RoutePattern
{
    private const string One = "*";
    private const string Rest = "**";

    private readonly string[] _segments;

    private RoutePattern(string text, string[] segments)
    {
        Text = text;
        _segments = segments;
    }

    /// <summary>The pattern, as written.</summary>
    public string Text { get; }

    /// <summary>Reads a pattern.</summary>
    /// <param name="text">The pattern.</param>
    /// <param name="pattern">The pattern, read.</param>
    /// <param name="problem">What is wrong with it, as the end of a sentence; <see langword="null"/> when it is right.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out RoutePattern? pattern, [NotNullWhen(false)] out string? problem)
    {
        var segments = text.Length > 1 ? text[1..].Split('/') : [];
        problem = text.StartsWith('/') ? FindProblem(segments) : "it must begin with '/'";
        if (problem is not null)
        {
            pattern = null;
            return false;
        }

        pattern = new RoutePattern(text, segments);
        return true;
    }

    /// <summary>Whether a template is one of those that the pattern stands for.</summary>
    public bool Matches(RouteTemplate template)
    {
        var segments = template.Segments;
        for (var i = 0; i < _segments.Length; i++)
        {
            if (_segments[i] == Rest)
            {
                return true;
            }

            if (i == segments.Count || !MatchesSegment(_segments[i], segments[i], template))
            {
                return false;
            }
        }

        return segments.Count == _segments.Length;
    }

    /// <summary>
    /// Which of two patterns for one template is more specific: below 0 for this one, above 0 for the other, 0 when they are the same. A text
    /// goes before <c>*</c>, that before <c>**</c>, and the end of a pattern before all, in the first segment in which they differ. For
    /// one template they cannot differ otherwise.
    /// </summary>
    public int CompareTo(RoutePattern other)
    {
        for (var i = 0; ; i++)
        {
            var difference = RankOf(i).CompareTo(other.RankOf(i));
            if (difference != 0 || i >= _segments.Length)
            {
                return difference;
            }
        }
    }

    /// <summary>Whether two patterns are written alike, but for case.</summary>
    public bool IsSame(RoutePattern other) => string.Equals(Text, other.Text, StringComparison.OrdinalIgnoreCase);

    private static bool MatchesSegment(string pattern, RouteSegment segment, RouteTemplate template) => pattern == One
        ? !segment.IsParameter || !template.Parameters[segment.ParameterIndex].IsCatchAll
        : string.Equals(pattern, segment.Literal, StringComparison.OrdinalIgnoreCase);

    private static string? FindProblem(string[] segments)
    {
        for (var i = 0; i < segments.Length; i++)
        {
            var segment = segments[i];
            if (segment.Length == 0)
            {
                return i == segments.Length - 1 ? "it must not end with '/'" : "two slashes must not follow each other";
            }

            if (segment.AsSpan().IndexOfAny('{', '}') >= 0)
            {
                return $"'{segment}' is a parameter of a route template; a pattern has '*' for one segment and '**' for the rest";
            }

            if (segment.AsSpan().IndexOfAny('?', '#') >= 0)
            {
                return "it must not have a query or fragment";
            }

            if (segment == Rest ? i < segments.Length - 1 : segment != One && segment.Contains('*', StringComparison.Ordinal))
            {
                return segment == Rest ? "nothing can follow '**'" : $"'*' stands for a whole segment, unlike in '{segment}'";
            }
        }

        return null;
    }

    private int RankOf(int segment) => segment >= _segments.Length ? 0 : _segments[segment] switch
    {
        Rest => 3,
        One => 2,
        _ => 1,
    };
}
