using System.ComponentModel;

namespace Endpoints.Generated;

/// <summary>Limits and deadlines that an endpoint's attribute sets; null takes the application's value.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record EndpointSettings
{
    /// <summary>Largest message, in bytes.</summary>
    public int? MaxMessageSize { get; init; }

    /// <summary>Largest frame payload, in bytes.</summary>
    public int? MaxFrameSize { get; init; }

    /// <summary>Bytes that may wait to be sent.</summary>
    public int? MaxSendQueueSize { get; init; }

    /// <summary>Messages that may wait to be sent.</summary>
    public int? MaxSendQueueMessages { get; init; }

    /// <summary>What becomes of messages for which there is no room.</summary>
    public SendPolicy? SendPolicy { get; init; }

    /// <summary>Seconds between keep-alive pings; -1 for none.</summary>
    public int? KeepAliveIntervalSeconds { get; init; }

    /// <summary>Seconds of silence allowed after a ping.</summary>
    public int? KeepAliveTimeoutSeconds { get; init; }

    /// <summary>Seconds of silence allowed; -1 for no limit.</summary>
    public int? IdleTimeoutSeconds { get; init; }

    /// <summary>Seconds allowed to answer a close frame.</summary>
    public int? CloseTimeoutSeconds { get; init; }

    /// <summary>Most message handlers of one session that run at the same time.</summary>
    public int? MaxConcurrency { get; init; }

    /// <summary>Whether permessage-deflate is negotiated (RFC 7692).</summary>
    public bool? Compression { get; init; }

    /// <summary>Sessions at a time.</summary>
    public int? MaxSessions { get; init; }

    /// <summary>Sessions of one address at a time.</summary>
    public int? MaxSessionsPerAddress { get; init; }

    /// <summary>Sessions of one user at a time.</summary>
    public int? MaxSessionsPerUser { get; init; }

    /// <summary>Messages of a session in <see cref="RateLimitSeconds"/>.</summary>
    public int? RateLimitMessages { get; init; }

    /// <summary>Messages that may come at once.</summary>
    public int? RateLimitMessageBurst { get; init; }

    /// <summary>Bytes of a session in <see cref="RateLimitSeconds"/>.</summary>
    public int? RateLimitBytes { get; init; }

    /// <summary>Bytes that may come at once.</summary>
    public int? RateLimitByteBurst { get; init; }

    /// <summary>The seconds that the rate limit is for; 1 where it is not set.</summary>
    public int? RateLimitSeconds { get; init; }

    /// <summary>What happens beyond the rate limit.</summary>
    public RateLimitAction RateLimitAction { get; init; }

    /// <summary>Whether asynchronous handlers do not come back to an event loop.</summary>
    public bool ResumesOnThreadPool { get; init; }
}
