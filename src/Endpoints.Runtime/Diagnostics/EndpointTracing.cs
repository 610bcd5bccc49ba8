using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Endpoints.Diagnostics;

/// <summary>The spans of handshakes, sessions and messages (docs/tracing.md). Without a listener nothing is made. Safe to use from any thread.</summary>
internal static class EndpointTracing
{
    /// <summary>The name of the source.</summary>
    public const string SourceName = "Endpoints";

    public const string Route = "http.route";
    public const string ErrorType = "error.type";
    public const string SubProtocol = "endpoints.subprotocol";

    /// <summary>Where all spans come from.</summary>
    public static ActivitySource Source { get; } = new(SourceName, typeof(EndpointTracing).Assembly.GetName().Version?.ToString(3));

    /// <summary>Whether anybody listens.</summary>
    public static bool IsOn => Source.HasListeners();

    /// <summary>The parent that a peer names (W3C Trace Context); none where it names none, or nothing that can be read.</summary>
    /// <param name="traceParent">The value of <c>traceparent</c>.</param>
    /// <param name="traceState">The value of <c>tracestate</c>.</param>
    public static ActivityContext ReadParent(string? traceParent, string? traceState) =>
        ActivityContext.TryParse(traceParent, traceState, isRemote: true, out var parent) ? parent : default;

    /// <summary>Says in the span of a handler what it threw.</summary>
    /// <param name="error">The exception, which nothing has handled.</param>
    public static void NoteFailure(Exception error)
    {
        // The application may have spans of its own within ours, which are its business.
        if (Activity.Current is { } span && span.Source == Source)
        {
            span.SetTag(ErrorType, error.GetType().FullName);
            span.SetStatus(ActivityStatusCode.Error);
            span.AddException(error);
        }
    }

    /// <summary>Makes a span current, and says which one to make current afterwards.</summary>
    /// <param name="span">The span.</param>
    public static Activity? Enter(Activity? span)
    {
        var before = Activity.Current;
        Activity.Current = span;
        return before;
    }

    /// <summary>Undoes <see cref="Enter"/>.</summary>
    /// <param name="before">What that said.</param>
    public static void Leave(Activity? before)
    {
        Activity.Current = before;
        if (Activity.Current != before)
        {
            // One that has ended meanwhile is refused; what must not stay in any case is ours.
            Activity.Current = null;
        }
    }

    /// <summary>Adds where the peer is, by the names of the semantic conventions.</summary>
    /// <param name="span">The span.</param>
    /// <param name="peer">The address.</param>
    public static void AddPeer(Activity span, EndPoint? peer)
    {
        switch (peer)
        {
            case IPEndPoint address:
                span.SetTag("network.peer.address", address.Address.ToString());
                span.SetTag("network.peer.port", address.Port);
                span.SetTag("network.transport", "tcp");
                break;
            case UnixDomainSocketEndPoint:
                span.SetTag("network.transport", "unix");
                break;
        }
    }
}
