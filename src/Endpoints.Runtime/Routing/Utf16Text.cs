using System.Buffers;
using System.Text;

namespace Endpoints.Routing;

/// <summary>
/// A short-lived UTF-16 copy of a path segment, in the caller's stack memory or, for a long segment, in a rented array.
/// </summary>
internal ref struct Utf16Text
{
    /// <summary>Chars to set aside on the stack; longer segments are rented.</summary>
    public const int StackLength = 128;

    private char[]? _rented;

    /// <summary>Transcodes.</summary>
    /// <param name="utf8">The segment. Bytes that are not UTF-8 become U+FFFD, as in a <see cref="string"/> made from them.</param>
    /// <param name="initial">Memory to use when the text fits.</param>
    public Utf16Text(ReadOnlySpan<byte> utf8, Span<char> initial)
    {
        // UTF-16 never has more units than UTF-8 has bytes.
        var memory = utf8.Length <= initial.Length ? initial : _rented = ArrayPool<char>.Shared.Rent(utf8.Length);
        Span = memory[..Encoding.UTF8.GetChars(utf8, memory)];
    }

    /// <summary>The text, valid until <see cref="Dispose"/>.</summary>
    public ReadOnlySpan<char> Span { get; private set; }

    /// <summary>Gives the rented array back.</summary>
    public void Dispose()
    {
        if (_rented is { } rented)
        {
            this = default;
            ArrayPool<char>.Shared.Return(rented);
        }
    }
}
