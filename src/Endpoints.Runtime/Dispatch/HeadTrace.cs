using System.Text;
using Endpoints.Diagnostics;
using Endpoints.Handshake;

namespace Endpoints.Dispatch;

/// <summary>The span of a handshake whose head a door has read itself.</summary>
internal static class HeadTrace
{
    private static ReadOnlySpan<byte> TraceParent => "traceparent"u8;

    private static ReadOnlySpan<byte> TraceState => "tracestate"u8;

    /// <summary>Starts the span below the one that the request names, and makes it the current one; <see langword="null"/> where nobody wants it.</summary>
    /// <param name="head">The request head.</param>
    /// <param name="path">Its path, decoded.</param>
    /// <param name="connection">What is known of the connection.</param>
    public static HandshakeTrace? Start(in HandshakeHead head, ReadOnlySpan<byte> path, ConnectionFacts connection)
    {
        if (!EndpointTracing.IsOn)
        {
            return null;
        }

        // Two lines of the first, and nobody can tell which one counts (W3C Trace Context, section 4.3).
        var parent = new HeaderLines(in head, TraceParent).ReadSingle(out var traceParent) == 1
            ? EndpointTracing.ReadParent(Encoding.Latin1.GetString(traceParent), ReadState(in head))
            : default;
        var trace = HandshakeTrace.Start(parent, Encoding.UTF8.GetString(path), head.IsSecure, "1.1");
        if (trace is { IsRecorded: true })
        {
            new HeaderLines(in head, HandshakeHeaders.Host).ReadSingle(out var host);
            trace.Add("server.address", Encoding.Latin1.GetString(host));
            trace.AddPeer(connection.RemoteEndPoint);
        }

        return trace;
    }

    private static string? ReadState(in HandshakeHead head)
    {
        string? state = null;
        foreach (var line in new HeaderLines(in head, TraceState))
        {
            var text = Encoding.Latin1.GetString(line);
            state = state is null ? text : $"{state},{text}";
        }

        return state;
    }
}
