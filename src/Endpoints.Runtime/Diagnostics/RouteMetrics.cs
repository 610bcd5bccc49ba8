using System.Diagnostics.Metrics;

namespace Endpoints.Diagnostics;

/// <summary>What the sessions of one route count, with the route as a tag. Made by <see cref="EndpointMetrics.Of"/>. Safe to use from any thread.</summary>
/// <param name="metrics">The instruments.</param>
/// <param name="route">The template of the endpoint; <see langword="null"/> for none.</param>
internal sealed class RouteMetrics(EndpointMetrics metrics, string? route)
{
    private readonly KeyValuePair<string, object?>[] _tags = TagsOf(route);
    private readonly KeyValuePair<string, object?>[] _textTags = [.. TagsOf(route), new("endpoints.message.type", "text")];
    private readonly KeyValuePair<string, object?>[] _binaryTags = [.. TagsOf(route), new("endpoints.message.type", "binary")];
    private readonly KeyValuePair<string, object?>[] _receivedTags = [.. TagsOf(route), new("network.io.direction", "receive")];
    private readonly KeyValuePair<string, object?>[] _sentTags = [.. TagsOf(route), new("network.io.direction", "transmit")];
    private readonly TrafficCells _traffic = new();
    private Func<long>? _queued;

    /// <summary>The route.</summary>
    public string? Route => route;

    /// <summary>Whether somebody wants to know about messages and bytes; otherwise nothing of them is counted.</summary>
    public bool CountsTraffic => metrics.CountsTraffic;

    /// <summary>Whether somebody wants to know how long handlers take, which costs two readings of the clock a message.</summary>
    public bool TimesHandlers => metrics.TimesHandlers;

    /// <summary>Whether somebody wants to know how long pings take.</summary>
    public bool TimesPings => metrics.TimesPings;

    public void SessionOpened() => metrics.SessionOpened(_tags);

    /// <param name="code">The close code.</param>
    /// <param name="cause">The rule that the peer broke or the deadline that passed; <see langword="null"/> for neither.</param>
    /// <param name="duration">How long the session was open.</param>
    public void SessionClosed(int code, string? cause, TimeSpan duration) => metrics.SessionClosed(_tags, code, cause, duration);

    /// <inheritdoc cref="EndpointMetrics.Violation"/>
    public void Violation(string rule) => metrics.Violation(rule);

    /// <inheritdoc cref="EndpointMetrics.RateLimited"/>
    public void RateLimited(string limit, string action) => metrics.RateLimited(limit, action);

    /// <inheritdoc cref="EndpointMetrics.MessagesDropped"/>
    public void MessagesDropped(string policy, int full, int replaced) => metrics.MessagesDropped(_tags, policy, full, replaced);

    /// <inheritdoc cref="EndpointMetrics.MemoryRefused"/>
    public void MemoryRefused(string budget, string use) => metrics.MemoryRefused(budget, use);

    /// <param name="messages">How many messages came. Called only with <see cref="CountsTraffic"/>.</param>
    /// <param name="bytes">Bytes of their payloads.</param>
    public void Received(int messages, long bytes) => _traffic.AddReceived(messages, bytes);

    /// <param name="bytes">Bytes of the payload of a message that was queued. Called only with <see cref="CountsTraffic"/>.</param>
    public void Sent(long bytes) => _traffic.AddSent(1, bytes);

    /// <param name="isText">What the message was.</param>
    /// <param name="duration">How long its handler ran.</param>
    public void HandlerEnded(bool isText, TimeSpan duration) => metrics.HandlerEnded(isText ? _textTags : _binaryTags, duration);

    /// <param name="roundTrip">How long a keep-alive ping took to be answered.</param>
    public void PingAnswered(TimeSpan roundTrip) => metrics.PingAnswered(_tags, roundTrip);

    /// <summary>Adds sessions whose send queues are summed up when somebody asks.</summary>
    /// <param name="bytes">What they hold at the moment.</param>
    public void ObserveQueues(Func<long> bytes)
    {
        // Two endpoints may have one template, and a collector wants one value for it.
        var others = _queued;
        _queued = others is null ? bytes : () => others() + bytes();
    }

    internal IEnumerable<Measurement<long>> MeasureMessages() =>
        [new(_traffic.Received.Messages, _receivedTags), new(_traffic.Sent.Messages, _sentTags)];

    internal IEnumerable<Measurement<long>> MeasureBytes() =>
        [new(_traffic.Received.Bytes, _receivedTags), new(_traffic.Sent.Bytes, _sentTags)];

    internal IEnumerable<Measurement<long>> MeasureQueues() => _queued is { } queued ? [new(queued(), _tags)] : [];

    private static KeyValuePair<string, object?>[] TagsOf(string? route) => route is null ? [] : [new("http.route", route)];
}
