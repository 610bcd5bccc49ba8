using System.Runtime.CompilerServices;

namespace Endpoints.Routing;

/// <summary>
/// The outcome of matching a path against a generated table: which endpoint, and where its route values stand in the path.
/// Filled by emitted code; lives on the stack.
/// </summary>
public struct RouteMatch
{
    /// <summary>Most parameters that one template may have.</summary>
    public const int MaxParameters = 16;

    private readonly EndpointSelection? _selection;
    private Captures _captures;

    /// <summary>Begins a match among some of the table's endpoints.</summary>
    /// <param name="selection">The endpoints that may be found.</param>
    public RouteMatch(EndpointSelection selection) => _selection = selection;

    /// <summary>The endpoint as an index into the table's list.</summary>
    public int EndpointIndex { get; set; }

    /// <summary>Whether an endpoint may be found.</summary>
    /// <param name="index">Its index in the table.</param>
    public readonly bool MayBe(int index) => _selection is null || _selection.Contains(index);

    /// <summary>Where a parameter's value stands in the path; an empty range when the path leaves it out.</summary>
    /// <param name="path">The path that was matched.</param>
    /// <param name="parameter">The parameter's position in the template, from 0.</param>
    public readonly ReadOnlySpan<byte> GetValue(ReadOnlySpan<byte> path, int parameter)
    {
        var capture = _captures[parameter];
        return path.Slice(capture.Start, capture.Length);
    }

    /// <summary>The same as offset and length; 0 and 0 when the path leaves it out.</summary>
    internal readonly (int Start, int Length) GetRange(int parameter) => (_captures[parameter].Start, _captures[parameter].Length);

    /// <summary>Records where a parameter's value stands.</summary>
    /// <param name="parameter">The parameter's position in the template, from 0.</param>
    /// <param name="start">Offset into the path, in bytes.</param>
    /// <param name="length">Length in bytes; 0 when the path leaves it out.</param>
    public void Capture(int parameter, int start, int length) => _captures[parameter] = new(start, length);

    private readonly record struct Range(int Start, int Length);

    [InlineArray(MaxParameters)]
    private struct Captures
    {
        private Range _first;
    }
}
