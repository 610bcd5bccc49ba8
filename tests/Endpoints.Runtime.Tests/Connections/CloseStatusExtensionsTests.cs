namespace Endpoints.Runtime.Tests.Connections;

public sealed class CloseStatusExtensionsTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public void The_delay_stands_behind_the_reason_and_is_found_there()
    {
        var status = CloseStatus.GoingAway.WithReason("Bye.").WithRetryAfter(TimeSpan.FromSeconds(2.5));

        Assert.Equal(new CloseStatus(1001, "Bye. [retry-after-ms=2500]"), status);
        Assert.Equal(TimeSpan.FromSeconds(2.5), status.GetRetryAfter());
        Assert.Equal("[retry-after-ms=0]", CloseStatus.TryAgainLater.WithRetryAfter(TimeSpan.Zero).Reason);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Bye.")]
    [InlineData("[retry-after-ms=]")]
    [InlineData("[retry-after-ms=-1]")]
    [InlineData("[retry-after-ms=1.5]")]
    [InlineData("[retry-after-ms=1")]
    [InlineData("[retry-after-ms=1] or so")]
    [InlineData("[retry-after-ms=86400001]")]
    [InlineData("[retry-after-ms=99999999999]")]
    [InlineData("]")]
    public void Everything_else_says_nothing(string reason) => Assert.Null(new CloseStatus(1001, reason).GetRetryAfter());

    [Fact]
    public void A_day_is_the_most()
    {
        Assert.Equal(Day, CloseStatus.GoingAway.WithRetryAfter(Day).GetRetryAfter());
        Assert.Throws<ArgumentOutOfRangeException>(() => CloseStatus.GoingAway.WithRetryAfter(Day + TimeSpan.FromMilliseconds(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => CloseStatus.GoingAway.WithRetryAfter(TimeSpan.FromTicks(-1)));
    }

    [Fact]
    public void A_reason_must_leave_room_for_it()
    {
        var delay = TimeSpan.FromMilliseconds(1);
        const string Hint = " [retry-after-ms=1]";

        Assert.Equal(123, CloseStatus.GoingAway.WithReason(new string('x', 123 - Hint.Length)).WithRetryAfter(delay).Reason.Length);
        Assert.Throws<ArgumentException>(() => CloseStatus.GoingAway.WithReason(new string('x', 124 - Hint.Length)).WithRetryAfter(delay));
    }
}
