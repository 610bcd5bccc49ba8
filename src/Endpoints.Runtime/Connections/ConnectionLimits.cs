using Endpoints.Connections.Compression;
using Endpoints.Generated;
using Endpoints.Options;
using Endpoints.Protocol;

namespace Endpoints.Connections;

/// <summary>The limits and deadlines of one endpoint's sessions: the attribute's, and the application's where it sets none.</summary>
internal sealed record ConnectionLimits
{
    public required ReceiveLimits Receive { get; init; }

    /// <summary>Limits of messages that are read while they arrive.</summary>
    public BodyLimits Body { get; init; } = BodyLimits.None;

    public required int MaxSendQueueSize { get; init; }

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

    /// <summary>How messages are compressed where a client offers it; <see langword="null"/> for not at all.</summary>
    public CompressionSettings? Compression { get; init; }

    /// <summary>Bytes waiting to be sent above which no further message is delivered.</summary>
    public int SendHighWaterMark => MaxSendQueueSize / 2;

    public static ConnectionLimits Resolve(WebSocketEndpointOptions options, EndpointSettings? settings)
    {
        var maxMessageSize = settings?.MaxMessageSize ?? options.MaxMessageSize;
        var maxFrameSize = settings?.MaxFrameSize ?? options.MaxFrameSize ?? maxMessageSize;
        return new ConnectionLimits
        {
            Receive = new ReceiveLimits(maxMessageSize, Math.Min(maxFrameSize, maxMessageSize)),
            Body = new BodyLimits(settings?.MaxMessageSize ?? long.MaxValue, settings?.MaxFrameSize ?? long.MaxValue),
            MaxSendQueueSize = settings?.MaxSendQueueSize ?? options.MaxSendQueueSize,
            MaxBufferedBytes = options.MaxSessionBufferedBytes ?? long.MaxValue,
            KeepAliveInterval = Seconds(settings?.KeepAliveIntervalSeconds) ?? options.KeepAliveInterval,
            KeepAliveTimeout = Seconds(settings?.KeepAliveTimeoutSeconds) ?? options.KeepAliveTimeout,
            IdleTimeout = Seconds(settings?.IdleTimeoutSeconds) ?? options.IdleTimeout,
            SendTimeout = options.SendTimeout,
            CloseTimeout = Seconds(settings?.CloseTimeoutSeconds) ?? options.CloseTimeout,
            HandshakeTimeout = options.HandshakeTimeout,
            MaxConcurrency = settings?.MaxConcurrency ?? 1,
            ResumesOnThreadPool = settings?.ResumesOnThreadPool ?? false,
            Compression = CompressionSettings.Resolve(options, settings),
        };
    }

    private static TimeSpan? Seconds(int? seconds) => seconds switch
    {
        null => null,
        -1 => Timeout.InfiniteTimeSpan,
        _ => TimeSpan.FromSeconds(seconds.Value),
    };
}
