using System.Buffers;

namespace Endpoints.Handshake;

/// <summary>The lines of a head of HTTP/1.1, of a request and of a response alike (RFC 9112 sections 2.2 and 5).</summary>
internal static class HeadSyntax
{
    /// <summary>Bytes that end a line.</summary>
    public const int LineEndLength = 2;

    private static readonly SearchValues<byte> LineEndsAndNull = SearchValues.Create("\r\n\0"u8);

    // Tabs, visible bytes, spaces and everything above ASCII (RFC 9110 section 5.5).
    private static readonly SearchValues<byte> ValueBytes =
        SearchValues.Create([(byte)'\t', .. Enumerable.Range(' ', 256 - ' ').Where(value => value != 0x7F).Select(value => (byte)value)]);

    /// <summary>
    /// Reads a line, or goes on reading it; the line comes without its end, which is CR LF. A lone LF may be tolerated, which is what smuggling
    /// needs; it is not.
    /// </summary>
    /// <param name="input">The head, from its first byte on.</param>
    /// <param name="progress">How far reading it came.</param>
    /// <param name="line">The line, when it is complete.</param>
    /// <param name="fault">The broken rule, when it is malformed.</param>
    public static RequestHeadStatus ReadLine(
        ReadOnlySpan<byte> input,
        scoped ref HeadProgress progress,
        out ReadOnlySpan<byte> line,
        out RequestHeadFault fault)
    {
        line = default;
        fault = RequestHeadFault.None;
        var rest = input[progress.Position..];
        var end = rest[progress.Searched..].IndexOfAny(LineEndsAndNull);
        end = end < 0 ? rest.Length : end + progress.Searched;
        if (end == rest.Length || (rest[end] == '\r' && end + 1 == rest.Length))
        {
            progress.Searched = end;
            return RequestHeadStatus.NeedMore;
        }

        fault = rest[end] switch
        {
            (byte)'\n' => RequestHeadFault.BareLineFeed,
            0 => RequestHeadFault.NullByte,
            _ when rest[end + 1] != '\n' => RequestHeadFault.BareCarriageReturn,
            _ => RequestHeadFault.None,
        };
        if (fault != RequestHeadFault.None)
        {
            return RequestHeadStatus.Malformed;
        }

        line = rest[..end];
        progress.Position += end + LineEndLength;
        progress.Searched = 0;
        return RequestHeadStatus.Complete;
    }

    /// <summary>Whether bytes may stand in a header's value (RFC 9110 section 5.5).</summary>
    public static bool IsValue(ReadOnlySpan<byte> bytes) => !bytes.ContainsAnyExcept(ValueBytes);

    /// <summary>Reads a header line that is not empty.</summary>
    /// <param name="line">The line.</param>
    /// <param name="lineStart">Where it begins in the head.</param>
    /// <param name="field">Where its name and its value stand in the head.</param>
    public static RequestHeadFault ReadHeader(ReadOnlySpan<byte> line, int lineStart, out HeaderField field)
    {
        field = default;
        if (line[0] is (byte)' ' or (byte)'\t')
        {
            return RequestHeadFault.FoldedHeader;
        }

        var colon = line.IndexOf((byte)':');
        if (colon < 0)
        {
            return RequestHeadFault.HeaderWithoutColon;
        }

        var name = line[..colon];
        if (name is [.., (byte)' ' or (byte)'\t'])
        {
            return RequestHeadFault.SpaceBeforeColon;
        }

        if (!HttpTokens.IsToken(name))
        {
            return RequestHeadFault.HeaderNameMalformed;
        }

        var raw = line[(colon + 1)..];
        if (!IsValue(raw))
        {
            return RequestHeadFault.HeaderValueMalformed;
        }

        var value = raw.TrimStart(" \t"u8);
        var valueStart = lineStart + line.Length - value.Length;
        field = new HeaderField(lineStart, colon, valueStart, value.TrimEnd(" \t"u8).Length);
        return RequestHeadFault.None;
    }
}
