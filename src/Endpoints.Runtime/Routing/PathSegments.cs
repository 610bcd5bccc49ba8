using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Endpoints.Routing;

/// <summary>
/// The segments of a path as ASP.NET Core's router cuts them: the leading slash is dropped, one trailing slash is ignored, empty
/// segments in between count. <c>/a//b/</c> has three: <c>a</c>, an empty one and <c>b</c>; <c>/</c> has none.
/// </summary>
/// <remarks>
/// A view over the path that lives on the stack; nothing is allocated. The first <see cref="MaxStored"/> segments are found once, those
/// behind are sought again each time they are asked for.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct PathSegments
{
    /// <summary>How many segments can be looked up without a search.</summary>
    public const int MaxStored = 32;

    private readonly ReadOnlySpan<byte> _path;

    // Where each segment starts, and behind the last one where a next one would: a segment ends one slash before the next starts.
    private readonly Starts _starts;

    /// <summary>Cuts a path.</summary>
    /// <param name="path">The decoded path without query, beginning with <c>/</c>. Empty is taken for a path without segments.</param>
    public PathSegments(ReadOnlySpan<byte> path)
    {
        _path = path;
        var start = 1;
        while (start < path.Length)
        {
            if (Count <= MaxStored)
            {
                _starts[Count] = start;
            }

            Count++;
            start = NextStart(path, start);
        }

        if (Count <= MaxStored)
        {
            _starts[Count] = start;
        }
    }

    /// <summary>How many segments the path has.</summary>
    public int Count { get; }

    /// <summary>A segment, without slashes; it may be empty.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such segment.</exception>
    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            var start = Start(index);
            var end = index < MaxStored ? _starts[index + 1] : NextStart(_path, start);
            return _path[start..(end - 1)];
        }
    }

    /// <summary>Where a segment starts in the path.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such segment.</exception>
    public int Start(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        return index <= MaxStored ? _starts[index] : Seek(index);
    }

    /// <summary>
    /// Where the rest of the path from a segment on starts, for a catch-all; the path's length when there is no such segment.
    /// </summary>
    /// <param name="index">0 or more.</param>
    public int RestStart(int index) => index < Count ? Start(index) : _path.Length;

    private static int NextStart(ReadOnlySpan<byte> path, int start)
    {
        var length = path[start..].IndexOf((byte)'/');
        return length < 0 ? path.Length + 1 : start + length + 1;
    }

    private int Seek(int index)
    {
        var start = _starts[MaxStored];
        for (var i = MaxStored; i < index; i++)
        {
            start = NextStart(_path, start);
        }

        return start;
    }

    [InlineArray(MaxStored + 1)]
    private struct Starts
    {
        private int _first;
    }
}
