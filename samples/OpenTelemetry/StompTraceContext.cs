using System.Diagnostics.CodeAnalysis;
using System.Text;
using Endpoints;

namespace Observability;

/// <summary>The trace of a STOMP frame: its headers <c>traceparent</c> and <c>tracestate</c> (STOMP 1.2, "STOMP Frames").</summary>
public sealed class StompTraceContext : IMessageTraceContext
{
    // Far more than clients send; a frame with more headers has no trace.
    private const int MaxHeaders = 64;

    public bool IsFor(string? subProtocol) => subProtocol is "v10.stomp" or "v11.stomp" or "v12.stomp";

    public bool TryFind(ReadOnlySpan<byte> message, bool isText, [NotNullWhen(true)] out string? traceParent, out string? traceState)
    {
        (traceParent, traceState) = (null, null);

        // The command is the first line, and an empty one ends the headers. Of a header that comes twice the first counts.
        for (var i = 0; i <= MaxHeaders && TryReadLine(ref message, out var line) && !line.IsEmpty; i++)
        {
            traceParent ??= Find(line, "traceparent:"u8);
            traceState ??= Find(line, "tracestate:"u8);
        }

        return traceParent is not null;
    }

    private static string? Find(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name) =>
        line.StartsWith(name) ? Encoding.ASCII.GetString(line[name.Length..]) : null;

    private static bool TryReadLine(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> line)
    {
        var end = rest.IndexOf((byte)'\n');
        line = end < 0 ? default : rest[..end].TrimEnd((byte)'\r');
        rest = end < 0 ? default : rest[(end + 1)..];
        return end >= 0;
    }
}
