using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Endpoints.Diagnostics;

/// <summary>
/// Everything that is counted (docs/metrics.md). One for a host; from the host's <see cref="IMeterFactory"/> where it has one. Nothing is
/// counted per message, unless it is dropped. Safe to use from any thread.
/// </summary>
internal sealed class EndpointMetrics : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "Endpoints";

    private const string ErrorType = "error.type";

    private readonly Counter<long> _handshakes;
    private readonly UpDownCounter<long> _openSessions;
    private readonly Counter<long> _closedSessions;
    private readonly Counter<long> _violations;
    private readonly Counter<long> _memoryRefusals;
    private readonly Counter<long> _droppedMessages;
    private readonly bool _ownsMeter;

    /// <param name="factory">Makes the meter; <see langword="null"/> where the host has none.</param>
    /// <param name="heldBytes">What the sessions hold at the moment, in bytes.</param>
    public EndpointMetrics(IMeterFactory? factory, Func<long> heldBytes)
    {
        _ownsMeter = factory is null;
        Meter = factory is null ? new Meter(MeterName) : factory.Create(MeterName);
        _handshakes = Meter.CreateCounter<long>("endpoints.handshakes", "{handshake}", "Handshakes that were answered.");
        _openSessions = Meter.CreateUpDownCounter<long>("endpoints.sessions.open", "{session}", "Sessions that are open.");
        _closedSessions = Meter.CreateCounter<long>("endpoints.sessions.closed", "{session}", "Sessions that have ended.");
        _violations = Meter.CreateCounter<long>(
            "endpoints.protocol.violations", "{violation}", "Rules of the protocol and limits that peers broke.");
        _memoryRefusals = Meter.CreateCounter<long>(
            "endpoints.memory.refusals", "{refusal}", "Requests for memory that a budget had no room for.");
        _droppedMessages = Meter.CreateCounter<long>(
            "endpoints.messages.dropped", "{message}", "Messages that were not sent because the peer reads too slowly.");
        Meter.CreateObservableUpDownCounter(
            "endpoints.memory.held", heldBytes, "By", "Memory that sessions hold for their peers, as the budget of the host counts it.");
    }

    /// <summary>The meter that all instruments belong to.</summary>
    public Meter Meter { get; }

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

    public void SessionOpened() => _openSessions.Add(1);

    /// <param name="code">The close code.</param>
    /// <param name="cause">The rule that the peer broke or the deadline that passed; <see langword="null"/> for neither.</param>
    public void SessionClosed(int code, string? cause)
    {
        _openSessions.Add(-1);
        var tags = new TagList { { "endpoints.close.code", code } };
        if (cause is not null)
        {
            tags.Add(ErrorType, cause);
        }

        _closedSessions.Add(1, tags);
    }

    /// <param name="rule">The rule, as a tag.</param>
    public void Violation(string rule) => _violations.Add(1, new KeyValuePair<string, object?>("endpoints.rule", rule));

    /// <param name="budget"><c>session</c> or <c>host</c>.</param>
    /// <param name="use">What the memory was for, as a tag.</param>
    public void MemoryRefused(string budget, string use) => _memoryRefusals.Add(
        1,
        new KeyValuePair<string, object?>("endpoints.memory.budget", budget),
        new KeyValuePair<string, object?>("endpoints.memory.use", use));

    /// <param name="route">The route template of the endpoint; <see langword="null"/> where there is none.</param>
    /// <param name="policy">The policy of its send queue, as a tag.</param>
    /// <param name="full">How many were dropped for want of room.</param>
    /// <param name="replaced">How many have a later form.</param>
    public void MessagesDropped(string? route, string policy, int full, int replaced)
    {
        Add(full, "full");
        Add(replaced, "replaced");

        void Add(int count, string reason)
        {
            if (count > 0)
            {
                var tags = new TagList { { "endpoints.send.policy", policy }, { "endpoints.drop.reason", reason } };
                if (route is not null)
                {
                    tags.Add("http.route", route);
                }

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
        }
    }

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
