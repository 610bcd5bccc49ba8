using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Endpoints.Integration.Tests.Behavior;

/// <summary>Answers with the span that each handler runs in: its name, and the same after it has waited.</summary>
[WebSocketEndpoint("/traced/session")]
[HandshakeInterceptor<WaitingInterceptor>]
public sealed class TracedEndpoint(Journal journal)
{
    /// <summary>The name of the current span, if it is one of ours; the door's or nobody's is told apart no further.</summary>
    public static string Current => Activity.Current is { Source.Name: "Endpoints" } span ? span.DisplayName : "none";

    private readonly string _created = Current;

    [OnOpen]
    public string Opened() => $"{_created} | {Current}";

    [OnText]
    public static async ValueTask<string> Text(string text)
    {
        var before = Current;
        await Task.Yield();
        return $"{text}: {before} | {Current}";
    }

    [OnBinary]
    public static string Binary(ReadOnlySpan<byte> payload) => payload.Length == 0 ? throw new InvalidOperationException("Empty.") : Current;

    [OnClose]
    public void Closed() => journal.Add(Current);
}

/// <summary>Does not decide at once where the client says so.</summary>
public sealed class WaitingInterceptor : IWebSocketHandshakeInterceptor
{
    public async ValueTask BeforeAsync(WebSocketHandshakeContext context, CancellationToken cancellationToken)
    {
        if (context.Handshake.GetHeaderValue("X-Wait") is not null)
        {
            await Task.Delay(20, cancellationToken);
        }
    }
}

/// <summary>The same with a span for each message.</summary>
[WebSocketEndpoint("/traced/messages", Protocols = ["trace.example"], RequireProtocol = false)]
public sealed class TracedMessagesEndpoint
{
    [OnText]
    public static async ValueTask<string> Text(string text)
    {
        var before = Activity.Current?.TraceId;
        await Task.Yield();
        return $"{text}: {TracedEndpoint.Current} {before == Activity.Current?.TraceId}";
    }

    [OnBinary]
    public static string Binary(ReadOnlySpan<byte> payload) => TracedEndpoint.Current;
}

/// <summary>Messages of the sub-protocol begin with a line that is a traceparent; one that begins with <c>!</c> is too much for it.</summary>
public sealed class FirstLineTraceContext : IMessageTraceContext
{
    public bool IsFor(string? subProtocol) => subProtocol == "trace.example";

    public bool TryFind(ReadOnlySpan<byte> message, bool isText, [NotNullWhen(true)] out string? traceParent, out string? traceState)
    {
        traceState = null;
        if (message.StartsWith("!"u8))
        {
            throw new FormatException("What is this?");
        }

        var end = message.IndexOf((byte)'\n');
        traceParent = end < 0 ? null : Encoding.ASCII.GetString(message[..end]);
        return traceParent is not null;
    }
}
