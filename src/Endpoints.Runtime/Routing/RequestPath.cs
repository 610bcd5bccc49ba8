using System.Buffers;
using System.ComponentModel;
using System.Text;

namespace Endpoints.Routing;

/// <summary>
/// Takes the path that routes are matched against out of a request target, as Kestrel does: percent-decoded but for <c>%2F</c>, without
/// dot segments. Allocates nothing; safe to call from any thread.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RequestPath
{
    // Targets are ASCII (RFC 9112 section 3.2); NUL is refused in any form.
    private static readonly SearchValues<byte> RawPathBytes =
        SearchValues.Create([.. Enumerable.Range(1, 127).Select(value => (byte)value)]);

    /// <summary>The path part of an origin-form target, as sent: what stands before the first <c>?</c>.</summary>
    /// <param name="target">The request target.</param>
    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> target)
    {
        var query = target.IndexOf((byte)'?');
        return query < 0 ? target : target[..query];
    }

    /// <summary>
    /// Whether a path must go through <see cref="TryDecode"/>. When it must not, the path as sent is the decoded path, and nothing needs
    /// to be copied.
    /// </summary>
    /// <param name="path">The path as sent, see <see cref="Of"/>.</param>
    public static bool NeedsDecoding(ReadOnlySpan<byte> path) =>
        !path.StartsWith("/"u8) || path.Contains((byte)'%') || path.IndexOf("/."u8) >= 0 || path.ContainsAnyExcept(RawPathBytes);

    /// <summary>Takes the decoded path out of an origin-form target.</summary>
    /// <param name="target">The request target; a query behind <c>?</c> is left out.</param>
    /// <param name="destination">Where the path goes: at least as long as the path part. It is written to even on failure.</param>
    /// <param name="written">How many bytes the path has; valid UTF-8, beginning with <c>/</c>.</param>
    /// <returns>
    /// <see langword="false"/> when the target does not begin with <c>/</c>, holds a NUL, raw or escaped, holds raw bytes above 127, or
    /// is longer than <paramref name="destination"/>: answer with 400.
    /// </returns>
    /// <remarks>
    /// An escape that is none, or that is not part of a whole UTF-8 sequence of escapes, stays as it is. So does <c>%2F</c>: it is
    /// not a separator of segments. <c>%25</c> is decoded, so <c>%2F</c> and <c>%252F</c> become the same, as they do in Kestrel.
    /// Dot segments are removed after decoding (RFC 3986 section 5.2.4), so <c>%2E%2E</c> is one.
    /// </remarks>
    public static bool TryDecode(ReadOnlySpan<byte> target, Span<byte> destination, out int written)
    {
        written = 0;
        var path = Of(target);
        if (!path.StartsWith("/"u8) || path.Length > destination.Length || path.ContainsAnyExcept(RawPathBytes))
        {
            return false;
        }

        if (!TryUnescape(path, destination, out var length))
        {
            return false;
        }

        written = RemoveDotSegments(destination[..length]);
        return true;
    }

    private static bool TryUnescape(ReadOnlySpan<byte> path, Span<byte> destination, out int written)
    {
        written = 0;
        while (true)
        {
            var percent = path.IndexOf((byte)'%');
            var plain = percent < 0 ? path : path[..percent];
            plain.CopyTo(destination[written..]);
            written += plain.Length;
            if (percent < 0)
            {
                return true;
            }

            path = path[percent..];
            var taken = ReadEscapedScalar(path, destination[written..], out var produced);
            if (taken == 0)
            {
                // Not an escape that is decoded: the percent sign is text.
                destination[written++] = (byte)'%';
                path = path[1..];
                continue;
            }

            if (destination[written] == 0)
            {
                return false;
            }

            written += produced;
            path = path[taken..];
        }
    }

    // Reads the escapes of one whole UTF-8 sequence; takes nothing when they do not make one.
    private static int ReadEscapedScalar(ReadOnlySpan<byte> path, Span<byte> destination, out int produced)
    {
        Span<byte> sequence = stackalloc byte[4];
        var count = 0;
        produced = 0;
        while (count < sequence.Length && TryReadEscape(path[(3 * count)..], out sequence[count]))
        {
            count++;
            switch (Rune.DecodeFromUtf8(sequence[..count], out _, out _))
            {
                case OperationStatus.Done:
                    sequence[..count].CopyTo(destination);
                    produced = count;
                    return 3 * count;
                case OperationStatus.InvalidData:
                    return 0;
                default:
                    break;
            }
        }

        return 0;
    }

    private static bool TryReadEscape(ReadOnlySpan<byte> path, out byte value)
    {
        value = 0;
        if (path is not [(byte)'%', var high, var low, ..] || !char.IsAsciiHexDigit((char)high) || !char.IsAsciiHexDigit((char)low))
        {
            return false;
        }

        value = (byte)((HexValue(high) << 4) | HexValue(low));
        return value != '/';
    }

    private static int HexValue(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;

    // RFC 3986 section 5.2.4 for a path that begins with a slash, in place.
    private static int RemoveDotSegments(Span<byte> path)
    {
        var written = 0;
        var read = 0;
        while (read < path.Length)
        {
            var length = path[(read + 1)..].IndexOf((byte)'/');
            var isLast = length < 0;
            var segment = isLast ? path[(read + 1)..] : path.Slice(read + 1, length);
            var next = read + 1 + segment.Length;
            if (segment.SequenceEqual(".."u8))
            {
                written = written == 0 ? 0 : path[..written].LastIndexOf((byte)'/');
            }
            else if (!segment.SequenceEqual("."u8))
            {
                path[read..next].CopyTo(path[written..]);
                written += next - read;
                read = next;
                continue;
            }

            // A dot segment at the end leaves its slash behind.
            if (isLast)
            {
                path[written++] = (byte)'/';
            }

            read = next;
        }

        return written;
    }
}
