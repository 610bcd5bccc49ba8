using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Endpoints.Diagnostics;

/// <summary>
/// Everything that is counted (docs/metrics.md). One for a host; from the host's <see cref="IMeterFactory"/> where it has one. Messages and bytes
/// are summed up by <see cref="RouteMetrics"/> and asked for when somebody collects. Safe to use from any thread.
/// </summary>
internal sealed class EndpointMetrics : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "Endpoints";

    /// <summary>
    /// The name of the meter of what costs something for every message: whoever listens to <see cref="MeterName"/> does not pay for it.
    /// </summary>
    public const string HandlerMeterName = "Endpoints.Handlers";

    private const string ErrorType = "error.type";

    // In seconds. A session lasts from a moment to days; a handler and a ping take from microseconds to seconds.
    private static readonly double[] SessionBuckets = [0.1, 1, 5, 10, 30, 60, 300, 900, 1800, 3600, 14400, 43200, 86400];
    private static readonly double[] HandlerBuckets =
        [0.000001, 0.00001, 0.0001, 0.0005, 0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 10];

    private static readonly double[] PingBuckets = [0.0001, 0.0005, 0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly Lock _gate = new();
    private volatile RouteMetrics[] _routes = [];
    private readonly Counter<long> _handshakes;
    private readonly UpDownCounter<long> _openSessions;
    private readonly Counter<long> _closedSessions;
    private readonly Counter<long> _violations;
    private readonly Counter<long> _memoryRefusals;
    private readonly Counter<long> _droppedMessages;
    private readonly Counter<long> _rateLimited;
    private readonly Histogram<double> _sessionDuration;
    private readonly Histogram<double> _pingDuration;
    private readonly Histogram<double> _handlerDuration;
    private readonly ObservableCounter<long> _messages;
    private readonly ObservableCounter<long> _bytes;
    private readonly bool _ownsMeter;

    /// <param name="factory">Makes the meter; <see langword="null"/> where the host has none.</param>
    /// <param name="heldBytes">What the sessions hold at the moment, in bytes.</param>
    public EndpointMetrics(IMeterFactory? factory, Func<long> heldBytes)
    {
        _ownsMeter = factory is null;
        Meter = factory is null ? new Meter(MeterName) : factory.Create(MeterName);
        HandlerMeter = factory is null ? new Meter(HandlerMeterName) : factory.Create(HandlerMeterName);
        _handshakes = Meter.CreateCounter<long>("endpoints.handshakes", "{handshake}", "Handshakes that were answered.");
        _openSessions = Meter.CreateUpDownCounter<long>("endpoints.sessions.open", "{session}", "Sessions that are open.");
        _closedSessions = Meter.CreateCounter<long>("endpoints.sessions.closed", "{session}", "Sessions that have ended.");
        _violations = Meter.CreateCounter<long>(
            "endpoints.protocol.violations", "{violation}", "Rules of the protocol and limits that peers broke.");
        _memoryRefusals = Meter.CreateCounter<long>(
            "endpoints.memory.refusals", "{refusal}", "Requests for memory that a budget had no room for.");
        _rateLimited = Meter.CreateCounter<long>(
            "endpoints.rate_limited", "{excess}", "Messages and control frames beyond the rate limit of their session.");
        _droppedMessages = Meter.CreateCounter<long>(
            "endpoints.messages.dropped", "{message}", "Messages that were not sent because the peer reads too slowly.");
        Meter.CreateObservableUpDownCounter(
            "endpoints.memory.held", heldBytes, "By", "Memory that sessions hold for their peers, as the budget of the host counts it.");
        Meter.CreateObservableUpDownCounter(
            "endpoints.memory.pinned", static () => PinnedMemory.Bytes, "By", "Memory of the process that is pinned for the kernel.");
        _sessionDuration = Meter.CreateHistogram<double>(
            "endpoints.sessions.duration", "s", "How long sessions that have ended were open.", advice: Buckets(SessionBuckets));
        _messages = Meter.CreateObservableCounter(
            "endpoints.messages", () => Measure(static route => route.MeasureMessages()), "{message}", "Messages that were received, or queued to be sent.");
        _bytes = Meter.CreateObservableCounter(
            "endpoints.messages.io", () => Measure(static route => route.MeasureBytes()), "By", "Payload bytes of those messages, uncompressed.");
        Meter.CreateObservableUpDownCounter(
            "endpoints.send_queue.size", () => Measure(static route => route.MeasureQueues()), "By", "Bytes that wait to be sent, in all sessions.");
        _pingDuration = Meter.CreateHistogram<double>(
            "endpoints.pings.duration", "s", "Time from a keep-alive ping to its answer.", advice: Buckets(PingBuckets));
        _handlerDuration = HandlerMeter.CreateHistogram<double>(
            "endpoints.handlers.duration", "s", "Time that the handler of a message took.", advice: Buckets(HandlerBuckets));
    }

    /// <summary>The meter that all instruments but one belong to.</summary>
    public Meter Meter { get; }

    /// <summary>The meter of what is measured for every message.</summary>
    public Meter HandlerMeter { get; }

    /// <summary>Whether anybody listens to what is counted of messages.</summary>
    public bool CountsTraffic => _messages.Enabled || _bytes.Enabled;

    /// <summary>Whether anybody listens to how long handlers take.</summary>
    public bool TimesHandlers => _handlerDuration.Enabled;

    /// <summary>Whether anybody listens to how long pings take.</summary>
    public bool TimesPings => _pingDuration.Enabled;

    /// <summary>What the sessions of a route count: the same each time.</summary>
    /// <param name="route">The template of the endpoint; <see langword="null"/> for none.</param>
    public RouteMetrics Of(string? route)
    {
        lock (_gate)
        {
            var known = Array.Find(_routes, known => known.Route == route);
            if (known is null)
            {
                known = new RouteMetrics(this, route);
                _routes = [.. _routes, known];
            }

            return known;
        }
    }

    /// <param name="route">The route template of the endpoint.</param>
    /// <param name="status">101, or 200 over HTTP/2.</param>
    public void HandshakeAccepted(string route, int status) => _handshakes.Add(1, HandshakeTags("accepted", route, status));

    /// <param name="route">The route template of the endpoint; <see langword="null"/> where none was found.</param>
    /// <param name="status">The status of the response.</param>
    /// <param name="reason">Why, as a tag.</param>
    public void HandshakeRefused(string? route, int status, string reason)
    {
        var tags = HandshakeTags("refused", route, status);
        tags.Add(ErrorType, reason);
        _handshakes.Add(1, tags);
    }

    /// <summary>The peer was gone, or did not take the answer in time.</summary>
    /// <inheritdoc cref="HandshakeRefused"/>
    public void HandshakeAbandoned(string? route, string reason)
    {
        var tags = HandshakeTags("abandoned", route, null);
        tags.Add(ErrorType, reason);
        _handshakes.Add(1, tags);
    }

    /// <param name="route">The tags of the route.</param>
    public void SessionOpened(KeyValuePair<string, object?>[] route) => _openSessions.Add(1, route);

    /// <param name="route">The tags of the route.</param>
    /// <param name="code">The close code.</param>
    /// <param name="cause">The rule that the peer broke or the deadline that passed; <see langword="null"/> for neither.</param>
    /// <param name="duration">How long the session was open.</param>
    public void SessionClosed(KeyValuePair<string, object?>[] route, int code, string? cause, TimeSpan duration)
    {
        _openSessions.Add(-1, route);
        var tags = new TagList(route) { { "endpoints.close.code", code } };
        if (cause is not null)
        {
            tags.Add(ErrorType, cause);
        }

        _closedSessions.Add(1, tags);
        _sessionDuration.Record(duration.TotalSeconds, tags);
    }

    /// <param name="tags">The tags of the route and the message.</param>
    /// <param name="duration">How long the handler ran.</param>
    public void HandlerEnded(KeyValuePair<string, object?>[] tags, TimeSpan duration) => _handlerDuration.Record(duration.TotalSeconds, tags);

    /// <param name="route">The tags of the route.</param>
    /// <param name="roundTrip">Until the answer.</param>
    public void PingAnswered(KeyValuePair<string, object?>[] route, TimeSpan roundTrip) => _pingDuration.Record(roundTrip.TotalSeconds, route);

    /// <param name="rule">The rule, as a tag.</param>
    public void Violation(string rule) => _violations.Add(1, new KeyValuePair<string, object?>("endpoints.rule", rule));

    /// <param name="budget"><c>session</c> or <c>host</c>.</param>
    /// <param name="use">What the memory was for, as a tag.</param>
    public void MemoryRefused(string budget, string use) => _memoryRefusals.Add(
        1,
        new KeyValuePair<string, object?>("endpoints.memory.budget", budget),
        new KeyValuePair<string, object?>("endpoints.memory.use", use));

    /// <param name="limit">Which limit, as a tag.</param>
    /// <param name="action">What happened, as a tag.</param>
    public void RateLimited(string limit, string action) => _rateLimited.Add(
        1,
        new KeyValuePair<string, object?>("endpoints.rate_limit.kind", limit),
        new KeyValuePair<string, object?>("endpoints.rate_limit.action", action));

    /// <param name="routeTags">The route.</param>
    /// <param name="policy">The policy of its send queue, as a tag.</param>
    /// <param name="full">How many were dropped for want of room.</param>
    /// <param name="replaced">How many have a later form.</param>
    public void MessagesDropped(KeyValuePair<string, object?>[] routeTags, string policy, int full, int replaced)
    {
        Add(full, "full");
        Add(replaced, "replaced");

        void Add(int count, string reason)
        {
            if (count > 0)
            {
                var tags = new TagList(routeTags) { { "endpoints.send.policy", policy }, { "endpoints.drop.reason", reason } };
                _droppedMessages.Add(count, tags);
            }
        }
    }

    public void Dispose()
    {
        // A factory disposes what it has made.
        if (_ownsMeter)
        {
            Meter.Dispose();
            HandlerMeter.Dispose();
        }
    }

    private static InstrumentAdvice<double> Buckets(double[] boundaries) => new() { HistogramBucketBoundaries = boundaries };

    private IEnumerable<Measurement<long>> Measure(Func<RouteMetrics, IEnumerable<Measurement<long>>> measure) => _routes.SelectMany(measure);

    private static TagList HandshakeTags(string outcome, string? route, int? status)
    {
        var tags = new TagList { { "endpoints.handshake.outcome", outcome } };
        if (route is not null)
        {
            tags.Add("http.route", route);
        }

        if (status is not null)
        {
            tags.Add("http.response.status_code", status);
        }

        return tags;
    }
}
