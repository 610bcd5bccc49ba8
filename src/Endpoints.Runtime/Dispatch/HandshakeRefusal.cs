using System.Globalization;
using Endpoints.Connections.Limiting;
using Endpoints.Diagnostics;
using Endpoints.Handshake;

namespace Endpoints.Dispatch;

/// <summary>Why a handshake is not answered with 101, at every door the same.</summary>
/// <param name="Status">The HTTP status code, 300 to 599.</param>
/// <param name="Reason">The same for metrics: one word, of a fixed set.</param>
/// <param name="Text">
/// For the response's body and the log. Ours is one sentence of ASCII without anything that the peer sent; that of an interceptor may be any text.
/// </param>
internal readonly record struct HandshakeRefusal(int Status, string Reason, string Text)
{
    /// <summary>Headers of the refusal, which are there instead of those that a status brings by itself.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get => field ?? []; private init; }

    /// <summary>When the client may come again, where there is more to say than a status does by itself; <see langword="null"/> otherwise.</summary>
    public TimeSpan? RetryAfter
    {
        get;
        private init
        {
            field = value;

            // Whole seconds, of which none is too early (RFC 9110 section 10.2.3).
            var seconds = Math.Max(1, (long)Math.Ceiling(value.GetValueOrDefault().TotalSeconds));
            Headers = value is null ? [] : [KeyValuePair.Create("Retry-After", seconds.ToString(CultureInfo.InvariantCulture))];
        }
    }

    public static HandshakeRefusal PathMalformed => new(400, "path_malformed", "The path is malformed.");

    public static HandshakeRefusal RouteNotFound => new(404, "route_not_found", "There is no WebSocket endpoint at this path.");

    public static HandshakeRefusal HeadTimedOut => new(408, "head_timeout", "The request head did not come in time.");

    public static HandshakeRefusal ActivationFailed => new(500, "activation_failed", "The endpoint could not be created.");

    public static HandshakeRefusal InterceptorFailed => new(500, "interceptor_failed", "The handshake could not be decided about.");

    public static HandshakeRefusal InterceptorTimedOut => new(503, "interceptor_timeout", "The handshake was not decided about in time.");

    public static HandshakeRefusal Draining => new(503, "draining", "The server is shutting down.");

    public static HandshakeRefusal MemoryFull => new(503, "memory_full", "The server takes no further session at this moment.");

    public static HandshakeRefusal ConnectionsFull => new(503, "connections_full", "The server takes no further session at this moment.");

    /// <summary>There is no place for a further session.</summary>
    /// <param name="bound">What is full.</param>
    /// <param name="retryAfter">When the client may come again.</param>
    public static HandshakeRefusal Of(SessionBound bound, TimeSpan retryAfter)
    {
        var whose = bound switch
        {
            SessionBound.AddressSessionsFull => "Your address has as many sessions of this endpoint as it may have.",
            SessionBound.UserSessionsFull => "You have as many sessions of this endpoint as a user may have.",
            _ => "The endpoint has as many sessions as it may have.",
        };
        return new HandshakeRefusal(503, TagName.Of(bound), whose) { RetryAfter = retryAfter };
    }

    /// <summary>The address has begun too many handshakes lately (RFC 6585 section 4).</summary>
    /// <param name="retryAfter">When the next one is within its rate.</param>
    public static HandshakeRefusal RateExceeded(TimeSpan retryAfter) =>
        new(429, "handshake_rate", "Your address has begun too many handshakes (RFC 6585 section 4).") { RetryAfter = retryAfter };

    /// <summary>A limiter of the application's own does not let the handshake through.</summary>
    /// <param name="retryAfter">When it may be tried again.</param>
    public static HandshakeRefusal RefusedByLimiter(TimeSpan retryAfter) =>
        new(429, "handshake_limiter", "There are too many handshakes at this moment (RFC 6585 section 4).") { RetryAfter = retryAfter };

    /// <summary>A limiter of the application's own threw an exception.</summary>
    public static HandshakeRefusal LimiterFailed => new(503, "limiter_failed", "The handshake could not be decided about.");

    public static HandshakeRefusal Of(HandshakeFault fault) =>
        new(HandshakeFaults.GetStatusCode(fault), TagName.Of(fault), HandshakeFaults.Describe(fault));

    public static HandshakeRefusal Of(RequestHeadFault fault) =>
        new(RequestHeadFaults.GetStatusCode(fault), TagName.Of(fault), RequestHeadFaults.Describe(fault));

    public static HandshakeRefusal Of(HandshakeRejection rejection) =>
        new(rejection.StatusCode, "rejected_by_interceptor", rejection.Reason ?? "The handshake is refused here.") { Headers = rejection.Headers };
}
