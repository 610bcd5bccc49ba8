using Endpoints.Connections;
using Endpoints.Connections.Limiting;
using Endpoints.Generated;
using Endpoints.Options;

namespace Endpoints.Runtime.Tests.Options;

/// <summary>What becomes of the limits of clients when an endpoint's limits are put together.</summary>
public sealed class ClientLimitTests
{
    private static readonly WebSocketEndpointOptions Limited = new()
    {
        MaxSessions = 100,
        MaxSessionsPerUser = 5,
        RateLimit = new WebSocketRateLimitOptions { Messages = 10, Period = TimeSpan.FromSeconds(2) },
    };

    [Fact]
    public void Without_any_there_is_nothing()
    {
        var limits = ConnectionLimits.Resolve(new WebSocketEndpointOptions(), new EndpointSettings());

        Assert.Null(limits.Bounds);
        Assert.Null(limits.Rates);
    }

    [Fact]
    public void The_attribute_goes_before_the_options_bound_by_bound_and_rate_limit_by_rate_limit()
    {
        var settings = new EndpointSettings
        {
            MaxSessions = 7,
            MaxSessionsPerAddress = 8,
            RateLimitBytes = 1000,
            RateLimitByteBurst = 2000,
            RateLimitSeconds = 3,
            RateLimitAction = RateLimitAction.Drop,
        };

        var limits = ConnectionLimits.Resolve(Limited, settings);

        Assert.Equal(new SessionBounds(7, 8, 5), limits.Bounds);
        Assert.Equal(new SessionRates(null, new RateBound(1000, TimeSpan.FromSeconds(3), 2000), RateLimitAction.Drop), limits.Rates);
        Assert.Equal(
            new SessionRates(new RateBound(10, TimeSpan.FromSeconds(2), 10), null, RateLimitAction.Close), ConnectionLimits.Resolve(Limited, null).Rates);
    }

    [Fact]
    public void The_same_limits_are_equal_so_that_a_reload_without_a_change_changes_nothing() => Assert.Equal(
        ConnectionLimits.Resolve(Limited, new EndpointSettings { RateLimitMessages = 1 }),
        ConnectionLimits.Resolve(Limited, new EndpointSettings { RateLimitMessages = 1 }));

    [Theory]
    [InlineData(0, null, null, "WebSocketHandlerOptions.MaxSessions is 0; it must be at least 1, or null for no limit.")]
    [InlineData(null, 0, null, "WebSocketHandlerOptions.RateLimit.Messages is 0; it must be at least 1, or null for no limit.")]
    [InlineData(null, null, 5, "WebSocketHandlerOptions.RateLimit.MessageBurst is 5, and Messages is not set; a burst is what may come at once of a rate.")]
    public void A_route_by_code_has_the_same_ranges(int? sessions, int? messages, int? burst, string message)
    {
        var options = new WebSocketHandlerOptions
        {
            MaxSessions = sessions,
            RateLimit = new WebSocketRateLimitOptions { Messages = messages, MessageBurst = burst },
        };

        Assert.Equal(message, Assert.Throws<ArgumentException>(() => HandlerOptionRules.SettingsOf(options)).Message);
    }

    [Fact]
    public void A_route_by_code_has_its_limits()
    {
        var settings = HandlerOptionRules.SettingsOf(new WebSocketHandlerOptions
        {
            MaxSessions = 1,
            MaxSessionsPerAddress = 2,
            MaxSessionsPerUser = 3,
            RateLimit = new WebSocketRateLimitOptions
            {
                Messages = 4, MessageBurst = 5, Bytes = 6, ByteBurst = 7, Period = TimeSpan.FromSeconds(8), Action = RateLimitAction.Delay,
            },
        });

        var limits = ConnectionLimits.Resolve(new WebSocketEndpointOptions(), settings);
        var period = TimeSpan.FromSeconds(8);
        Assert.Equal(new SessionBounds(1, 2, 3), limits.Bounds);
        Assert.Equal(new SessionRates(new RateBound(4, period, 5), new RateBound(6, period, 7), RateLimitAction.Delay), limits.Rates);
    }
}
