using System.Net;
using Endpoints.Client.Reconnecting;

namespace Endpoints.Client.Tests.Reconnecting;

public sealed class ReconnectDelayTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    private static double Seconds(int failures, double random = 0, double jitter = 0, CloseStatus? status = null, Exception? error = null) =>
        new ReconnectDelay(new WebSocketReconnectOptions { Jitter = jitter }, () => random).After(failures, status, error, Now).TotalSeconds;

    private static WebSocketHandshakeException Refusal(string retryAfter) => new(
        "", HttpStatusCode.ServiceUnavailable, new Dictionary<string, IReadOnlyList<string>> { ["Retry-After"] = [retryAfter] });

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(5, 16)]
    [InlineData(6, 30)]
    [InlineData(64, 30)]
    [InlineData(int.MaxValue, 30)]
    public void The_wait_doubles_up_to_the_longest(int failures, double seconds) => Assert.Equal(seconds, Seconds(failures));

    [Theory]
    [InlineData(0, 4)]
    [InlineData(0.5, 3)]
    [InlineData(1, 2)]
    public void A_part_of_it_is_left_to_chance(double random, double seconds) => Assert.Equal(seconds, Seconds(3, random, jitter: 0.5));

    [Theory]
    [InlineData("120", 120)]
    [InlineData("0", 4)]
    [InlineData("3", 4)]
    [InlineData("Sun, 29 Nov 2026 12:01:00 GMT", 60)]
    [InlineData("Sun, 29 Nov 2026 11:00:00 GMT", 4)]
    [InlineData("-5", 4)]
    [InlineData("soon", 4)]
    [InlineData("86400", 86_400)]
    [InlineData("86401", 86_400)]
    [InlineData("99999999999", 4)]
    public void A_server_that_says_how_long_is_waited_for(string retryAfter, double seconds) =>
        Assert.Equal(seconds, Seconds(3, error: Refusal(retryAfter)));

    [Theory]
    [InlineData(1012, 0, 5)]
    [InlineData(1012, 1, 30)]
    [InlineData(1013, 1, 1)]
    public void A_server_that_restarts_is_given_time(int code, double random, double seconds) =>
        Assert.Equal(seconds, Seconds(1, random, status: new CloseStatus(code)));

    [Theory]
    [InlineData(1, 1001, 250, 0.25)]
    [InlineData(1, 1001, 0, 0)]
    [InlineData(1, 1001, 45_000, 45)]
    [InlineData(1, 1012, 2_500, 2.5)]
    [InlineData(2, 1001, 250, 2)]
    [InlineData(2, 1001, 45_000, 45)]
    public void A_server_that_says_so_when_it_closes_is_gone_back_to_after_that_time(int failures, int code, int milliseconds, double seconds) =>
        Assert.Equal(
            seconds, Seconds(failures, random: 0.9, status: new CloseStatus(code, "Bye.").WithRetryAfter(TimeSpan.FromMilliseconds(milliseconds))));

    [Fact]
    public void A_close_reason_without_a_time_says_nothing() => Assert.Equal(1, Seconds(1, status: new CloseStatus(1001, "[retry-after-ms=soon]")));

    [Fact]
    public void Another_error_says_nothing_about_time() => Assert.Equal(1, Seconds(1, error: new IOException()));
}
