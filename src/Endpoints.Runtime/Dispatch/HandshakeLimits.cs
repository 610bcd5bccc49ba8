using System.Threading.RateLimiting;
using Endpoints.Connections.Groups;
using Endpoints.Connections.Limiting;
using Endpoints.Diagnostics;
using Endpoints.Options;
using Microsoft.Extensions.Logging;

namespace Endpoints.Dispatch;

/// <summary>
/// What bounds sessions and handshakes by number: the rate of each address, the places of each endpoint, and a limiter of the application's own. Safe
/// to use from any thread.
/// </summary>
/// <param name="time">The host's clock.</param>
/// <param name="logger">For what a limiter throws.</param>
internal sealed class HandshakeLimits(TimeProvider time, ILogger logger)
{
    private readonly HandshakeRates _rates = new(time);
    private volatile Settings _settings = new(new WebSocketEndpointOptions());

    /// <summary>Whether a handshake without a place is accepted, and its session closed at once.</summary>
    public bool ClosesBeyondBounds => _settings.Options.CloseBeyondSessionLimit;

    /// <summary>Goes by other options from here on.</summary>
    public void Apply(WebSocketEndpointOptions options) => _settings = new Settings(options);

    /// <summary>Counts a handshake that has no fault; <see langword="null"/> when its address has not begun too many.</summary>
    /// <param name="handshake">The request.</param>
    public HandshakeRefusal? CheckRate(WebSocketHandshake handshake)
    {
        var settings = _settings;
        return settings.HandshakeRate is { } rate
            && ClientAddress.Of(handshake.RemoteEndPoint, settings.Options.Ipv6PrefixLength) is { } address
            && !_rates.TryBegin(address, rate, out var retryAfter)
                ? HandshakeRefusal.RateExceeded(retryAfter)
                : null;
    }

    /// <summary>Takes a place for a session; <see langword="null"/> when there is one, or none is needed.</summary>
    /// <param name="route">The endpoint.</param>
    /// <param name="handshake">The request, which everything else has accepted.</param>
    /// <param name="place">The place, to be given back; <see langword="null"/> where none is needed.</param>
    public HandshakeRefusal? TryTakePlace(EndpointRoute route, WebSocketHandshake handshake, out SessionPlace? place)
    {
        place = null;
        var options = _settings.Options;
        if (route.Limits.Bounds is { } bounds)
        {
            var address = bounds.PerAddress is null ? null : ClientAddress.Of(handshake.RemoteEndPoint, options.Ipv6PrefixLength);
            var user = bounds.PerUser is null ? null : SessionUsers.NameOf(handshake.User);
            var full = route.Places.TryTake(bounds, address, user, out place);
            if (full != SessionBound.None)
            {
                return HandshakeRefusal.Of(full, Spread(options.SessionLimitRetryAfter));
            }
        }

        return options.HandshakeLimiter is { } limiter ? Ask(limiter, handshake, options, ref place) : null;
    }

    // From once to twice as long, so that those who were refused together do not come again together.
    private static TimeSpan Spread(TimeSpan least) => least * (1 + Random.Shared.NextDouble());

    private HandshakeRefusal? Ask(
        PartitionedRateLimiter<WebSocketHandshake> limiter, WebSocketHandshake handshake, WebSocketEndpointOptions options, ref SessionPlace? place)
    {
        try
        {
            var lease = limiter.AttemptAcquire(handshake);
            if (lease.IsAcquired)
            {
                place = place?.With(lease) ?? new SessionPlace(lease);
                return null;
            }

            place?.Dispose();
            place = null;
            using (lease)
            {
                return HandshakeRefusal.RefusedByLimiter(
                    lease.TryGetMetadata(MetadataName.RetryAfter, out var retryAfter) ? retryAfter : Spread(options.SessionLimitRetryAfter));
            }
        }
        catch (Exception error)
        {
            place?.Dispose();
            place = null;
            Log.HandshakeLimiterFailed(logger, LogText.Escape(handshake.Path), error);
            return HandshakeRefusal.LimiterFailed;
        }
    }

    private sealed class Settings(WebSocketEndpointOptions options)
    {
        public WebSocketEndpointOptions Options => options;

        public RateBound? HandshakeRate { get; } = RateBound.Of(options.MaxHandshakesPerAddress, options.HandshakeRatePeriod, burst: null);
    }
}
