namespace Endpoints.Options;

/// <summary>
/// How much each session takes from its peer in a time, as <see cref="RateLimitAttribute"/> has it. Taken as a whole from the first rule that
/// has it; one with neither messages nor bytes is no limit, and takes back that of less specific rules.
/// </summary>
public sealed class WebSocketRateLimitOptions
{
    /// <summary>Messages in a <see cref="Period"/>, pings and pongs included: 1 or more; <see langword="null"/> (default) for no limit.</summary>
    public int? Messages { get; set; }

    /// <summary>Messages that may come at once: 1 or more; <see langword="null"/> (default): as many as <see cref="Messages"/>.</summary>
    public int? MessageBurst { get; set; }

    /// <summary>Bytes of payload in a <see cref="Period"/>, decompressed: 1 or more; <see langword="null"/> (default) for no limit.</summary>
    public int? Bytes { get; set; }

    /// <summary>Bytes that may come at once: 1 or more; <see langword="null"/> (default): as many as <see cref="Bytes"/>.</summary>
    public int? ByteBurst { get; set; }

    /// <summary>The time that the numbers are for: above 0, at most one day. Default 1 s.</summary>
    public TimeSpan Period { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>What happens beyond them; the session is closed by default.</summary>
    public RateLimitAction Action { get; set; }
}
