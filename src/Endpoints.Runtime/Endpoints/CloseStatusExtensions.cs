using System.Globalization;
using System.Text;

namespace Endpoints;

/// <summary>When a peer that was closed may come back: a few words at the end of the close frame's reason.</summary>
/// <remarks>
/// RFC 6455 has no place for it, and a reason is text that any client can read: <c>The server is shutting down. [retry-after-ms=2500]</c>. Of a
/// page: <c>/\[retry-after-ms=(\d+)\]$/.exec(event.reason)</c>.
/// </remarks>
public static class CloseStatusExtensions
{
    private const string Begin = "[retry-after-ms=";
    private const char End = ']';

    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>The same status with the time to wait behind its reason.</summary>
    /// <param name="status">The status.</param>
    /// <param name="delay">Zero to one day; in whole milliseconds.</param>
    /// <exception cref="ArgumentOutOfRangeException">The delay is not in that range.</exception>
    /// <exception cref="ArgumentException">The reason would be longer than 123 bytes.</exception>
    public static CloseStatus WithRetryAfter(this CloseStatus status, TimeSpan delay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(delay, Longest);
        var hint = string.Create(CultureInfo.InvariantCulture, $"{Begin}{(long)delay.TotalMilliseconds}{End}");
        var reason = string.IsNullOrEmpty(status.Reason) ? hint : $"{status.Reason} {hint}";
        return Encoding.UTF8.GetByteCount(reason) <= CloseStatus.MaxReasonSize
            ? status with { Reason = reason }
            : throw new ArgumentException($"A close reason is at most {CloseStatus.MaxReasonSize} bytes of UTF-8; shorten it, to have room for the delay.", nameof(status));
    }

    /// <summary>How long the peer asks to be waited for; <see langword="null"/> where it does not say, or says more than a day.</summary>
    /// <param name="status">The status of a close frame that was received.</param>
    public static TimeSpan? GetRetryAfter(this CloseStatus status)
    {
        var reason = status.Reason ?? "";
        var begin = reason.LastIndexOf(Begin, StringComparison.Ordinal);
        return begin >= 0
            && reason[^1] == End
            && uint.TryParse(reason.AsSpan()[(begin + Begin.Length)..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            && TimeSpan.FromMilliseconds(milliseconds) is var delay
            && delay <= Longest
            ? delay
            : null;
    }
}
