using System.Net;
using System.Net.Sockets;

namespace Endpoints.Client.Reconnecting;

/// <summary>What may go away by itself, and what not; and which options make sense.</summary>
internal static class ReconnectRules
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>
    /// Whether connecting may succeed the next time: the network, a deadline, and refusals that speak of the server or of a time. A certificate that
    /// is not trusted, a wrong address or missing rights stay what they are.
    /// </summary>
    public static bool MayPass(Exception error) => error switch
    {
        SocketException or IOException or TimeoutException => true,
        WebSocketHandshakeException refusal => refusal.StatusCode
            is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or (>= HttpStatusCode.InternalServerError and not HttpStatusCode.NotImplemented),
        _ => false,
    };

    /// <summary>Refuses options that make no sense, before anything is done.</summary>
    /// <exception cref="ArgumentException">The first of them.</exception>
    public static void Check(WebSocketReconnectOptions options)
    {
        Between(nameof(options.LongestDelay), options.LongestDelay, TimeSpan.FromTicks(1), Longest);
        Between(nameof(options.FirstDelay), options.FirstDelay, TimeSpan.FromTicks(1), options.LongestDelay);
        Between(nameof(options.StableAfter), options.StableAfter, TimeSpan.Zero, Longest);
        Between(nameof(options.Jitter), options.Jitter, 0, 1);
        Between(nameof(options.MaxFailures), options.MaxFailures ?? 1, 1, int.MaxValue);
        ArgumentNullException.ThrowIfNull(options.ShouldReconnect);
    }

    private static void Between<T>(string option, T value, T smallest, T largest)
        where T : IComparable<T>
    {
        if (value.CompareTo(smallest) < 0 || value.CompareTo(largest) > 0)
        {
            throw new ArgumentException($"{nameof(WebSocketReconnectOptions)}.{option} is {value}; it must be {smallest} to {largest}.");
        }
    }
}
