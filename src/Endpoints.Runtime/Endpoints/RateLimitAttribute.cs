namespace Endpoints;

/// <summary>
/// How many messages, and how many bytes of them, each session of the endpoint takes from its peer in a time. The build compiles it into the
/// endpoint; an endpoint without a limit pays nothing for it. Docs: howto/limit-clients.md.
/// </summary>
/// <remarks>
/// <para>A message counts once, when it is whole or, where its handler reads it while it arrives, when it begins; pings and pongs count as messages, with
/// their payload. Bytes are those of the payload after decompression.</para>
/// <para>Each limit is a bucket of tokens: the burst at first, refilled evenly. A message that is larger than the whole bucket is taken by a full one,
/// and those behind it wait for what it took too much. Numbers left at <c>0</c> are no limit; rules for the endpoint go before the attribute, as a
/// whole (see <see cref="Options.WebSocketRateLimitOptions"/>).</para>
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class RateLimitAttribute : Attribute
{
    /// <summary>Messages in <see cref="PerSeconds"/>: 1 or more; <c>0</c> for no limit.</summary>
    public int Messages { get; set; }

    /// <summary>Messages that may come at once: 1 or more; <c>0</c> for as many as <see cref="Messages"/>.</summary>
    public int MessageBurst { get; set; }

    /// <summary>Bytes in <see cref="PerSeconds"/>: 1 or more; <c>0</c> for no limit.</summary>
    public int Bytes { get; set; }

    /// <summary>Bytes that may come at once: 1 or more; <c>0</c> for as many as <see cref="Bytes"/>.</summary>
    public int ByteBurst { get; set; }

    /// <summary>The seconds that the numbers are for: 1 (default) to 86,400.</summary>
    public int PerSeconds { get; set; } = 1;

    /// <summary>What happens beyond them; the session is closed by default.</summary>
    public RateLimitAction Action { get; set; }
}
