using System.Text;
using Endpoints.Grammar;

namespace Endpoints.Routing;

/// <summary>A node of the tree of templates, laid out for matching: see <see cref="RouteTree"/> for why the first match is the right one.</summary>
internal sealed class RouteNode
{
    private readonly int _depth;
    private readonly RouteCandidate[] _ends;
    private readonly RouteCandidate[] _catchAlls;
    private readonly (byte[] Text, RouteNode Node)[] _literals;
    private readonly RouteNode? _constrained;
    private readonly RouteNode? _parameter;

    public RouteNode(RouteTree tree)
    {
        _depth = tree.Depth;
        _ends = [.. tree.Ends.Select(endpoint => new RouteCandidate(endpoint, tree.Depth, hasRest: false))];
        _catchAlls = [.. tree.CatchAlls.Select(endpoint => new RouteCandidate(endpoint, tree.Depth, hasRest: true))];
        _literals = [.. tree.Literals.Select(literal => (Encoding.UTF8.GetBytes(literal.Key), new RouteNode(literal.Value)))];
        _constrained = tree.Constrained is { } constrained ? new RouteNode(constrained) : null;
        _parameter = tree.Parameter is { } parameter ? new RouteNode(parameter) : null;
    }

    /// <summary>Matches what is behind the segments that led here.</summary>
    /// <param name="path">The path.</param>
    /// <param name="segments">Its segments, as many at least as lead here.</param>
    /// <param name="match">Takes the index and the values.</param>
    public bool TryMatch(ReadOnlySpan<byte> path, in PathSegments segments, ref RouteMatch match)
    {
        if (segments.Count == _depth)
        {
            return TryTake(_ends, path, in segments, ref match);
        }

        // A catch-all takes an empty segment too; nothing else does.
        return (!segments[_depth].IsEmpty && TryDescend(path, in segments, ref match)) || TryTake(_catchAlls, path, in segments, ref match);
    }

    private static bool TryTake(RouteCandidate[] candidates, ReadOnlySpan<byte> path, in PathSegments segments, ref RouteMatch match)
    {
        foreach (var candidate in candidates)
        {
            if (candidate.TryTake(path, in segments, ref match))
            {
                return true;
            }
        }

        return false;
    }

    private bool TryDescend(ReadOnlySpan<byte> path, in PathSegments segments, ref RouteMatch match)
    {
        foreach (var (text, node) in _literals)
        {
            if (RouteText.EqualsIgnoreCase(segments[_depth], text) && node.TryMatch(path, in segments, ref match))
            {
                return true;
            }
        }

        return _constrained?.TryMatch(path, in segments, ref match) == true || _parameter?.TryMatch(path, in segments, ref match) == true;
    }
}
