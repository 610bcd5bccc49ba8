using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Endpoints.Client.Reconnecting;

namespace Endpoints.Client.Tests.Reconnecting;

public sealed class ReconnectRulesTests
{
    public static TheoryData<string, Action<WebSocketReconnectOptions>> Wrong => new()
    {
        { "FirstDelay", options => options.FirstDelay = TimeSpan.Zero },
        { "FirstDelay", options => options.FirstDelay = options.LongestDelay + TimeSpan.FromTicks(1) },
        { "LongestDelay", options => options.LongestDelay = TimeSpan.FromDays(1) + TimeSpan.FromTicks(1) },
        { "StableAfter", options => options.StableAfter = TimeSpan.FromTicks(-1) },
        { "Jitter", options => options.Jitter = -0.01 },
        { "Jitter", options => options.Jitter = 1.01 },
        { "Jitter", options => options.Jitter = double.NaN },
        { "MaxFailures", options => options.MaxFailures = 0 },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void An_option_that_makes_no_sense_is_refused_by_its_name(string name, Action<WebSocketReconnectOptions> change)
    {
        var options = new WebSocketReconnectOptions();
        change(options);
        var error = Assert.Throws<ArgumentException>(() => ReconnectRules.Check(options));
        Assert.StartsWith($"WebSocketReconnectOptions.{name} ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_limits_themselves_are_taken() => ReconnectRules.Check(new WebSocketReconnectOptions
    {
        FirstDelay = TimeSpan.FromDays(1), LongestDelay = TimeSpan.FromDays(1), StableAfter = TimeSpan.Zero, Jitter = 1, MaxFailures = 1,
    });

    [Theory]
    [InlineData(408, true)]
    [InlineData(429, true)]
    [InlineData(500, true)]
    [InlineData(503, true)]
    [InlineData(504, true)]
    [InlineData(200, false)]
    [InlineData(302, false)]
    [InlineData(401, false)]
    [InlineData(404, false)]
    [InlineData(501, false)]
    [InlineData(101, false)]
    public void A_refusal_may_pass_when_it_speaks_of_the_server_or_of_a_time(int status, bool mayPass) =>
        Assert.Equal(mayPass, ReconnectRules.MayPass(new WebSocketHandshakeException("", (HttpStatusCode)status)));

    [Fact]
    public void The_network_may_pass_and_trust_does_not()
    {
        Assert.True(ReconnectRules.MayPass(new SocketException()));
        Assert.True(ReconnectRules.MayPass(new IOException()));
        Assert.True(ReconnectRules.MayPass(new TimeoutException()));
        Assert.False(ReconnectRules.MayPass(new AuthenticationException()));
        Assert.False(ReconnectRules.MayPass(new WebSocketHandshakeException("no HTTP")));
        Assert.False(ReconnectRules.MayPass(new OperationCanceledException()));
    }

    [Theory]
    [InlineData(1000, false)]
    [InlineData(1001, true)]
    [InlineData(1002, false)]
    [InlineData(1005, false)]
    [InlineData(1006, true)]
    [InlineData(1008, false)]
    [InlineData(1010, false)]
    [InlineData(1011, true)]
    [InlineData(1014, true)]
    [InlineData(1015, false)]
    [InlineData(4000, false)]
    public void A_session_is_followed_by_another_when_the_server_or_the_network_ended_it(int code, bool another) =>
        Assert.Equal(another, new WebSocketReconnectOptions().ShouldReconnect(new CloseStatus(code)));
}
