using System.Globalization;
using System.Net;
using System.Security.Claims;
using System.Threading.RateLimiting;
using Endpoints.Connections;
using Endpoints.Connections.Memory;
using Endpoints.Dispatch;
using Endpoints.Options;
using Endpoints.TestKit.Connections;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Endpoints.Runtime.Tests.Dispatch;

public sealed class HandshakeLimitsTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void An_address_that_begins_too_many_handshakes_gets_429_until_its_time()
    {
        var limits = Create(options => (options.MaxHandshakesPerAddress, options.HandshakeRatePeriod) = (2, TimeSpan.FromSeconds(60)));

        Assert.Null(limits.CheckRate(From("192.0.2.1")));
        Assert.Null(limits.CheckRate(From("192.0.2.1")));
        var refusal = limits.CheckRate(From("192.0.2.1"))!.Value;
        Assert.Equal((429, "handshake_rate", "30"), (refusal.Status, refusal.Reason, RetryAfterOf(refusal)));
        Assert.Null(limits.CheckRate(From("192.0.2.2")));
        Assert.Null(limits.CheckRate(new FakeHandshake()));

        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Null(limits.CheckRate(From("192.0.2.1")));
    }

    [Fact]
    public void Networks_of_IPv6_count_as_one_by_the_length_of_their_prefix()
    {
        var limits = Create(options => (options.MaxHandshakesPerAddress, options.Ipv6PrefixLength) = (1, 48));

        Assert.Null(limits.CheckRate(From("2001:db8:1:1::1")));
        Assert.NotNull(limits.CheckRate(From("2001:db8:1:2::1")));
        Assert.Null(limits.CheckRate(From("2001:db8:2:1::1")));
    }

    [Fact]
    public void A_bound_refuses_with_503_and_a_time_that_is_spread()
    {
        void Configure(WebSocketEndpointOptions options) => (options.MaxSessions, options.SessionLimitRetryAfter) = (1, TimeSpan.FromSeconds(100));
        var limits = Create(Configure);
        var route = RouteOf(Configure);

        Assert.Null(limits.TryTakePlace(route, new FakeHandshake(), out var place));
        var times = Enumerable.Range(0, 50).Select(_ =>
        {
            var refusal = limits.TryTakePlace(route, new FakeHandshake(), out var none)!.Value;
            Assert.Null(none);
            Assert.Equal((503, "sessions_full"), (refusal.Status, refusal.Reason));
            return int.Parse(RetryAfterOf(refusal), CultureInfo.InvariantCulture);
        }).ToArray();
        Assert.All(times, seconds => Assert.InRange(seconds, 100, 200));
        Assert.True(times.Distinct().Count() > 1);

        place!.Dispose();
        Assert.Null(limits.TryTakePlace(route, new FakeHandshake(), out _));
    }

    [Fact]
    public void Users_and_addresses_have_bounds_of_their_own()
    {
        void Configure(WebSocketEndpointOptions options) => (options.MaxSessionsPerAddress, options.MaxSessionsPerUser) = (2, 1);
        var limits = Create(Configure);
        var route = RouteOf(Configure);

        Assert.Null(limits.TryTakePlace(route, From("192.0.2.1", "ada"), out _));
        Assert.Equal("user_sessions_full", limits.TryTakePlace(route, From("192.0.2.2", "ada"), out _)!.Value.Reason);
        Assert.Null(limits.TryTakePlace(route, From("192.0.2.1"), out _));
        Assert.Equal("address_sessions_full", limits.TryTakePlace(route, From("192.0.2.1", "bob"), out _)!.Value.Reason);
    }

    [Fact]
    public void What_a_limiter_of_ones_own_grants_is_held_as_long_as_the_place()
    {
        using var limiter = PartitionedRateLimiter.Create<WebSocketHandshake, string>(handshake => RateLimitPartition.GetConcurrencyLimiter(
            handshake.GetQueryValue("tenant")!, _ => new ConcurrencyLimiterOptions { PermitLimit = 1 }));
        var limits = Create(options => options.LimitHandshakes(limiter));
        var route = RouteOf(_ => { });

        Assert.Null(limits.TryTakePlace(route, Of("a"), out var place));
        var refusal = limits.TryTakePlace(route, Of("a"), out var none)!.Value;
        Assert.Equal((429, "handshake_limiter"), (refusal.Status, refusal.Reason));
        Assert.Null(none);
        Assert.Null(limits.TryTakePlace(route, Of("b"), out _));

        place!.Dispose();
        place.Dispose();
        Assert.Null(limits.TryTakePlace(route, Of("a"), out _));
        Assert.NotNull(limits.TryTakePlace(route, Of("a"), out _));

        static FakeHandshake Of(string tenant) => new() { Query = { ["tenant"] = tenant } };
    }

    [Fact]
    public void Who_a_limiter_refuses_keeps_no_place_and_one_that_throws_refuses_with_503()
    {
        using var limiter = PartitionedRateLimiter.Create<WebSocketHandshake, string>(handshake => handshake.GetQueryValue("fail") is null
            ? RateLimitPartition.GetFixedWindowLimiter("", _ => new FixedWindowRateLimiterOptions
            {
                PermitLimit = 1, Window = TimeSpan.FromHours(1), AutoReplenishment = false,
            })
            : throw new FormatException());
        void Configure(WebSocketEndpointOptions options)
        {
            options.MaxSessions = 10;
            options.LimitHandshakes(limiter);
        }

        var limits = Create(Configure);
        var route = RouteOf(Configure);

        Assert.Null(limits.TryTakePlace(route, new FakeHandshake(), out _));
        var refusal = limits.TryTakePlace(route, new FakeHandshake(), out _)!.Value;
        Assert.Equal(429, refusal.Status);
        Assert.InRange(int.Parse(RetryAfterOf(refusal), CultureInfo.InvariantCulture), 3500, 3600);
        Assert.Equal("limiter_failed", limits.TryTakePlace(route, new FakeHandshake { Query = { ["fail"] = "" } }, out _)!.Value.Reason);
        Assert.Equal(1, route.Places.Count);
    }

    private HandshakeLimits Create(Action<WebSocketEndpointOptions> configure)
    {
        var limits = new HandshakeLimits(_time, NullLogger.Instance);
        limits.Apply(OptionsOf(configure));
        return limits;
    }

    private EndpointRoute RouteOf(Action<WebSocketEndpointOptions> configure)
    {
        var shared = new EndpointSessions(
            ConnectionLimits.Resolve(OptionsOf(configure), null), new HostSessions().Add(), _time, NullLogger.Instance, new MemoryBudget(null), null);
        return new EndpointRoute(null!, shared, null!);
    }

    private static WebSocketEndpointOptions OptionsOf(Action<WebSocketEndpointOptions> configure)
    {
        var options = new WebSocketEndpointOptions();
        configure(options);
        return options;
    }

    private static FakeHandshake From(string address, string? user = null) => new()
    {
        Remote = new IPEndPoint(IPAddress.Parse(address), 1234),
        Principal = new ClaimsPrincipal(user is null ? new ClaimsIdentity() : new ClaimsIdentity([new Claim(ClaimTypes.Name, user)], "test")),
    };

    private static string RetryAfterOf(HandshakeRefusal refusal) => Assert.Single(refusal.Headers, header => header.Key == "Retry-After").Value;
}
