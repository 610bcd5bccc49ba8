using System.Buffers.Binary;
using System.Text;
using Endpoints.Handshake;

namespace Endpoints.Dispatch;

/// <summary>
/// Header lines in a row of bytes. Those whose values are nearly always a client's own are told from those that many send alike, and their
/// names are numbers; a length of two bytes stands before all other names, behind a zero, and before each value.
/// </summary>
internal static class HeadLines
{
    private const int LengthSize = sizeof(ushort);

    // Not complete, and need not be: what is missing here only makes fewer sessions share.
    private static readonly string[] OwnNames =
    [
        "Sec-WebSocket-Key", "Cookie", "Authorization", "X-Forwarded-For", "X-Forwarded-Port", "X-Real-IP", "Forwarded", "X-Request-ID",
        "X-Correlation-ID", "Traceparent", "Tracestate", "CF-Connecting-IP", "CF-Ray", "True-Client-IP", "X-Amzn-Trace-Id",
    ];

    /// <summary>Bytes that all lines of a head take at most.</summary>
    public static int GetMaxSize(in HandshakeHead head)
    {
        var size = 0;
        for (var i = 0; i < head.HeaderCount; i++)
        {
            size += 1 + (2 * LengthSize) + head.GetName(i).Length + head.GetValue(i).Length;
        }

        return size;
    }

    /// <summary>Writes the lines of a head that are a client's own, or those that are not; returns how many bytes they took.</summary>
    public static int Write(in HandshakeHead head, Span<byte> destination, bool own)
    {
        var written = 0;
        for (var i = 0; i < head.HeaderCount; i++)
        {
            var number = FindOwn(head.GetName(i));
            if (number > 0 != own)
            {
                continue;
            }

            destination[written++] = (byte)number;
            if (number == 0)
            {
                written += WriteText(destination[written..], head.GetName(i));
            }

            written += WriteText(destination[written..], head.GetValue(i));
        }

        return written;
    }

    /// <summary>Finds the value of a header, several lines joined by commas, cookies by semicolons.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="name">The name, in any case.</param>
    public static string? Find(ReadOnlySpan<byte> lines, string name)
    {
        string? joined = null;
        while (!lines.IsEmpty)
        {
            var number = lines[0];
            lines = lines[1..];
            var isIt = number == 0
                ? Ascii.EqualsIgnoreCase(ReadText(ref lines), name)
                : OwnNames[number - 1].Equals(name, StringComparison.OrdinalIgnoreCase);
            var value = ReadText(ref lines);
            if (isIt)
            {
                joined = joined is null ? Encoding.UTF8.GetString(value) : $"{joined}{SeparatorOf(name)}{Encoding.UTF8.GetString(value)}";
            }
        }

        return joined;
    }

    /// <summary>Adds the names of the headers to a set.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="names">The set, which tells whether it has a name already.</param>
    public static void AddNames(ReadOnlySpan<byte> lines, HashSet<string> names)
    {
        while (!lines.IsEmpty)
        {
            var number = lines[0];
            lines = lines[1..];
            names.Add(number == 0 ? Encoding.ASCII.GetString(ReadText(ref lines)) : OwnNames[number - 1]);
            ReadText(ref lines);
        }
    }

    private static string SeparatorOf(string name) =>
        name.Equals("Cookie", StringComparison.OrdinalIgnoreCase) ? CookieText.Separator : ",";

    private static int FindOwn(ReadOnlySpan<byte> name)
    {
        for (var i = 0; i < OwnNames.Length; i++)
        {
            if (OwnNames[i].Length == name.Length && Ascii.EqualsIgnoreCase(name, OwnNames[i]))
            {
                return i + 1;
            }
        }

        return 0;
    }

    private static int WriteText(Span<byte> destination, ReadOnlySpan<byte> text)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(destination, (ushort)text.Length);
        text.CopyTo(destination[LengthSize..]);
        return LengthSize + text.Length;
    }

    private static ReadOnlySpan<byte> ReadText(ref ReadOnlySpan<byte> lines)
    {
        var length = BinaryPrimitives.ReadUInt16LittleEndian(lines);
        var text = lines.Slice(LengthSize, length);
        lines = lines[(LengthSize + length)..];
        return text;
    }
}
