using System.Threading.RateLimiting;
using Endpoints.Connections.Compression;
using Endpoints.Connections.Limiting;
using Endpoints.Generated;
using Endpoints.Options;
using Endpoints.Protocol;

namespace Endpoints.Connections;

/// <summary>The limits and deadlines of one endpoint's sessions: those of the rules for it, and the application's where they set none.</summary>
internal sealed record ConnectionLimits
{
    public required ReceiveLimits Receive { get; init; }

    /// <summary>Limits of messages that are read while they arrive.</summary>
    public BodyLimits Body { get; init; } = BodyLimits.None;

    public required int MaxSendQueueSize { get; init; }

    /// <summary>What becomes of messages for which there is no room.</summary>
    public SendPolicy SendPolicy { get; init; }

    /// <summary>Most messages that wait to be sent; <see langword="null"/> for no bound.</summary>
    public int? MaxSendQueueMessages { get; init; }

    /// <summary>Bytes that a session may hold in all; <see cref="long.MaxValue"/> for what the other limits add up to.</summary>
    public long MaxBufferedBytes { get; init; } = long.MaxValue;

    public required TimeSpan KeepAliveInterval { get; init; }

    public required TimeSpan KeepAliveTimeout { get; init; }

    public required TimeSpan IdleTimeout { get; init; }

    public required TimeSpan SendTimeout { get; init; }

    public required TimeSpan CloseTimeout { get; init; }

    public required TimeSpan HandshakeTimeout { get; init; }

    /// <summary>Most message handlers of one session that run at the same time; 1 for one after the other.</summary>
    public int MaxConcurrency { get; init; } = 1;

    /// <summary>Whether asynchronous handlers do not come back to the thread of the session's event loop.</summary>
    public bool ResumesOnThreadPool { get; init; }

    /// <summary>Whether each message has a span.</summary>
    public bool TraceMessages { get; init; }

    /// <summary>How messages are compressed where a client offers it; <see langword="null"/> for not at all.</summary>
    public CompressionSettings? Compression { get; init; }

    /// <summary>How many sessions there may be at a time; <see langword="null"/> for no bound.</summary>
    public SessionBounds? Bounds { get; init; }

    /// <summary>What each session takes from its peer in a time; <see langword="null"/> for no limit.</summary>
    public SessionRates? Rates { get; init; }

    /// <summary>Makes the limiters of the application's own; <see langword="null"/> for none.</summary>
    public Func<WebSocketSession, RateLimiter?>? CreateLimiter { get; init; }

    /// <summary>
    /// Bytes waiting to be sent above which no further message is delivered. Where messages are dropped instead, the queue of a slow peer is always full.
    /// </summary>
    public int SendHighWaterMark => SendPolicy == SendPolicy.Wait ? MaxSendQueueSize / 2 : int.MaxValue;

    /// <summary>The limits where nothing but the attribute goes before the application's options.</summary>
    /// <param name="options">The options.</param>
    /// <param name="settings">What the attribute sets.</param>
    public static ConnectionLimits Resolve(WebSocketEndpointOptions options, EndpointSettings? settings) =>
        Resolve(options, settings, RuleStack.Of(settings));

    /// <summary>The limits of an endpoint: each setting is that of the first rule that has it, else the application's.</summary>
    /// <param name="options">The options.</param>
    /// <param name="settings">What the attribute sets, for what no rule can.</param>
    /// <param name="rules">The rules for the endpoint, its attribute among them.</param>
    public static ConnectionLimits Resolve(WebSocketEndpointOptions options, EndpointSettings? settings, RuleStack rules)
    {
        var text = rules.First(rule => rule.MaxTextMessageSize ?? rule.MaxMessageSize);
        var binary = rules.First(rule => rule.MaxBinaryMessageSize ?? rule.MaxMessageSize);
        var frame = rules.First(rule => rule.MaxFrameSize);
        var maxTextSize = text ?? options.MaxTextMessageSize ?? options.MaxMessageSize;
        var maxBinarySize = binary ?? options.MaxBinaryMessageSize ?? options.MaxMessageSize;
        var maxMessageSize = Math.Max(maxTextSize, maxBinarySize);
        return new ConnectionLimits
        {
            Receive = new ReceiveLimits(
                maxTextSize, maxBinarySize, Math.Min(frame ?? options.MaxFrameSize ?? maxMessageSize, maxMessageSize)),
            Body = new BodyLimits(text ?? long.MaxValue, binary ?? long.MaxValue, frame ?? long.MaxValue),
            MaxSendQueueSize = rules.First(rule => rule.MaxSendQueueSize) ?? options.MaxSendQueueSize,
            SendPolicy = rules.First(rule => rule.SendPolicy) ?? options.SendPolicy,
            MaxSendQueueMessages = rules.First(rule => rule.MaxSendQueueMessages) ?? options.MaxSendQueueMessages,
            MaxBufferedBytes = options.MaxSessionBufferedBytes ?? long.MaxValue,
            KeepAliveInterval = rules.First(rule => rule.KeepAliveInterval) ?? options.KeepAliveInterval,
            KeepAliveTimeout = rules.First(rule => rule.KeepAliveTimeout) ?? options.KeepAliveTimeout,
            IdleTimeout = rules.First(rule => rule.IdleTimeout) ?? options.IdleTimeout,
            SendTimeout = rules.First(rule => rule.SendTimeout) ?? options.SendTimeout,
            CloseTimeout = rules.First(rule => rule.CloseTimeout) ?? options.CloseTimeout,
            HandshakeTimeout = options.HandshakeTimeout,
            MaxConcurrency = settings?.MaxConcurrency ?? 1,
            ResumesOnThreadPool = settings?.ResumesOnThreadPool ?? false,
            TraceMessages = rules.First(rule => rule.TraceMessages) ?? options.TraceMessages,
            Compression = CompressionSettings.Resolve(options, rules),
            Bounds = SessionBounds.Resolve(options, rules),
            Rates = SessionRates.Resolve(options, rules),
            CreateLimiter = options.MessageLimiter,
        };
    }
}
