using System.Globalization;

namespace Endpoints.Client.Reconnecting;

/// <summary>How long to wait before connecting again.</summary>
/// <param name="options">The policy, checked.</param>
/// <param name="random">Where chance comes from: 0 to below 1.</param>
internal sealed class ReconnectDelay(WebSocketReconnectOptions options, Func<double> random)
{
    private const int ServiceRestart = 1012;

    /// <summary>The most that a server may ask for.</summary>
    public static readonly TimeSpan LongestRetryAfter = TimeSpan.FromDays(1);

    private static readonly TimeSpan ShortestAfterRestart = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestAfterRestart = TimeSpan.FromSeconds(30);

    /// <summary>The wait after a failure.</summary>
    /// <param name="failures">How many there were in a row, 1 or more.</param>
    /// <param name="status">How the session ended, where there was one.</param>
    /// <param name="error">Why there was none.</param>
    /// <param name="now">The time, for a server that names one.</param>
    public TimeSpan After(int failures, CloseStatus? status, Exception? error, DateTimeOffset now)
    {
        var delay = Backoff(failures);
        if (status?.GetRetryAfter() is { } asked)
        {
            // A server that stops tells each client another time, and that is the spread; only who fails again and again waits longer.
            return failures == 1 ? asked : Longer(delay, asked);
        }

        if (status is { Code: ServiceRestart })
        {
            return Longer(delay, ShortestAfterRestart + (random() * (LongestAfterRestart - ShortestAfterRestart)));
        }

        return error is WebSocketHandshakeException refusal ? Longer(delay, RetryAfter(refusal, now)) : delay;
    }

    private TimeSpan Backoff(int failures)
    {
        // In ticks as floating point, for which no number of failures is too many.
        var doubled = options.FirstDelay.Ticks * Math.Pow(2, failures - 1);
        var whole = Math.Min(doubled, options.LongestDelay.Ticks);
        return TimeSpan.FromTicks((long)(whole * (1 - (options.Jitter * random()))));
    }

    // RFC 9110 section 10.2.3: seconds, or a date.
    private static TimeSpan RetryAfter(WebSocketHandshakeException refusal, DateTimeOffset now)
    {
        if (!refusal.Headers.TryGetValue("Retry-After", out var lines))
        {
            return TimeSpan.Zero;
        }

        var asked = TimeSpan.Zero;
        if (uint.TryParse(lines[0], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            asked = TimeSpan.FromSeconds(seconds);
        }
        else if (DateTimeOffset.TryParseExact(lines[0], "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date))
        {
            asked = Longer(date - now, TimeSpan.Zero);
        }

        return asked < LongestRetryAfter ? asked : LongestRetryAfter;
    }

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
