using System.Diagnostics;

namespace Endpoints.Diagnostics;

/// <summary>
/// The span of a session, below that of its handshake, and those of its messages where they are wanted: each is the root of a trace of its own,
/// or has the parent that the message names, and is linked to the session. Safe to use from any thread.
/// </summary>
internal sealed class SessionTrace
{
    private readonly Activity? _span;
    private readonly ActivityLink[] _links;
    private readonly string _route;
    private readonly string _messageName;
    private readonly IMessageTraceContext? _carrier;

    private SessionTrace(Activity? span, ActivityContext linked, string route, bool tracesMessages, IMessageTraceContext? carrier)
    {
        (_span, _route, TracesMessages, _carrier) = (span, route, tracesMessages, carrier);
        _links = linked == default ? [] : [new ActivityLink(linked)];
        _messageName = tracesMessages ? $"message {route}" : "";
    }

    /// <summary>The span that is current for handlers; <see langword="null"/> where it is not sampled.</summary>
    public Activity? Span => _span;

    /// <summary>Whether each message has a span.</summary>
    public bool TracesMessages { get; }

    /// <summary>Starts the span of a session; it is not made the current one. <see langword="null"/> where there is nothing to trace.</summary>
    /// <param name="handshake">The handshake; <see langword="null"/> where that is not sampled, and so is the session.</param>
    /// <param name="route">The template of the endpoint.</param>
    /// <param name="subProtocol">The agreed sub-protocol.</param>
    /// <param name="tracesMessages">Whether each message gets a span.</param>
    /// <param name="carrier">Finds the parents that messages name.</param>
    public static SessionTrace? Start(
        HandshakeTrace? handshake, string route, string? subProtocol, bool tracesMessages, IMessageTraceContext? carrier)
    {
        Activity? span = null;
        if (handshake is not null)
        {
            var before = Activity.Current;
            span = EndpointTracing.Source.StartActivity(
                $"session {route}",
                ActivityKind.Internal,
                handshake.Context,
                new ActivityTagsCollection { { EndpointTracing.Route, route } });
            span?.SetTag(EndpointTracing.SubProtocol, subProtocol);
            EndpointTracing.Leave(before);
        }

        return span is null && !tracesMessages ? null : new SessionTrace(span, handshake?.Context ?? default, route, tracesMessages, carrier);
    }

    /// <summary>Starts the span of a message; it is not made the current one. <see langword="null"/> where it is not sampled.</summary>
    /// <param name="isText">What it is.</param>
    /// <param name="payload">The message.</param>
    /// <param name="size">Bytes of its payload; <see langword="null"/> where it has not come as a whole.</param>
    public Activity? StartMessage(bool isText, ReadOnlySpan<byte> payload, int? size)
    {
        ActivityContext parent = default;
        if (_carrier is not null && size is not null && _carrier.TryFind(payload, isText, out var traceParent, out var traceState))
        {
            parent = EndpointTracing.ReadParent(traceParent, traceState);
        }

        var tags = new ActivityTagsCollection
        {
            { EndpointTracing.Route, _route },
            { "endpoints.message.type", isText ? "text" : "binary" },
        };
        if (size is { } bytes)
        {
            tags.Add("endpoints.message.size", bytes);
        }

        // Without a current one, or it would be the parent.
        var before = EndpointTracing.Enter(null);
        var span = EndpointTracing.Source.StartActivity(_messageName, ActivityKind.Consumer, parent, tags, _links);
        EndpointTracing.Leave(before);
        return span;
    }

    /// <summary>Ends the span of a message, whichever is the current one.</summary>
    public static void EndMessage(Activity span)
    {
        var current = Activity.Current;
        span.Stop();
        EndpointTracing.Leave(current == span ? null : current);
    }

    /// <summary>The session has ended.</summary>
    /// <param name="code">The close code.</param>
    /// <param name="cause">The rule that the peer broke or the deadline that passed; <see langword="null"/> for neither.</param>
    public void End(int code, string? cause)
    {
        if (_span is not { } span)
        {
            return;
        }

        span.SetTag("endpoints.close.code", code);
        if (cause is not null)
        {
            span.SetTag(EndpointTracing.ErrorType, cause);
            span.SetStatus(ActivityStatusCode.Error, cause);
        }

        EndMessage(span);
    }
}
