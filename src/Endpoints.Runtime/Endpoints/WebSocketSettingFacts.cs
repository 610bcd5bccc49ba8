namespace Endpoints;

/// <summary>The settings of an endpoint as they have come out of attribute, options and configuration, for operators.</summary>
public sealed record WebSocketSettingFacts
{
    /// <summary>Largest text message, in bytes.</summary>
    public required int MaxTextMessageSize { get; init; }

    /// <summary>Largest binary message, in bytes.</summary>
    public required int MaxBinaryMessageSize { get; init; }

    /// <summary>Largest frame, in bytes.</summary>
    public required int MaxFrameSize { get; init; }

    /// <summary>Bytes that may wait to be sent to one session.</summary>
    public required int MaxSendQueueSize { get; init; }

    /// <summary>Message handlers of one session that may run at the same time.</summary>
    public required int MaxConcurrency { get; init; }

    /// <summary>Silence after which a ping is sent; <see langword="null"/> for never.</summary>
    public required TimeSpan? KeepAliveInterval { get; init; }

    /// <summary>How long the answer to a ping may take; <see langword="null"/> for ever.</summary>
    public required TimeSpan? KeepAliveTimeout { get; init; }

    /// <summary>Silence after which a session is closed; <see langword="null"/> for never.</summary>
    public required TimeSpan? IdleTimeout { get; init; }

    /// <summary>How long a peer may read nothing of what is sent; <see langword="null"/> for ever.</summary>
    public required TimeSpan? SendTimeout { get; init; }

    /// <summary>How long the closing handshake may take; <see langword="null"/> for ever.</summary>
    public required TimeSpan? CloseTimeout { get; init; }

    /// <summary>Whether messages are compressed where a client offers it.</summary>
    public required bool Compression { get; init; }
}
