using Endpoints.Connections.Limiting;
using Microsoft.Extensions.Time.Testing;

namespace Endpoints.Runtime.Tests.Connections.Limiting;

public sealed class RateMeterTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void A_burst_is_taken_at_once_and_one_past_it_not()
    {
        var bound = new RateBound(10, TimeSpan.FromSeconds(1), 3);
        var meter = new RateMeter(_time.GetTimestamp());

        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(_ => meter.TrySpend(1, bound, _time)));
    }

    [Fact]
    public void A_token_is_back_at_its_time_and_not_a_moment_before()
    {
        var bound = new RateBound(3, TimeSpan.FromSeconds(1), 1);
        var meter = new RateMeter(_time.GetTimestamp());
        Assert.True(meter.TrySpend(1, bound, _time));

        var wait = meter.UntilOne(bound, _time);
        Assert.InRange(wait.TotalSeconds, 0.3333, 0.3334);
        _time.Advance(wait - TimeSpan.FromMilliseconds(1));
        Assert.False(meter.TrySpend(1, bound, _time));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(TimeSpan.Zero, meter.UntilOne(bound, _time));
        Assert.True(meter.TrySpend(1, bound, _time));
    }

    [Fact]
    public void No_more_than_the_burst_is_saved_up()
    {
        var bound = new RateBound(100, TimeSpan.FromSeconds(1), 2);
        var meter = new RateMeter(_time.GetTimestamp());

        _time.Advance(TimeSpan.FromDays(1));

        Assert.Equal([true, true, false], Enumerable.Range(0, 3).Select(_ => meter.TrySpend(1, bound, _time)));
        _time.Advance(TimeSpan.FromDays(1));
        Assert.True(meter.IsFull(bound, _time));
    }

    [Fact]
    public void What_is_larger_than_the_bucket_is_taken_by_a_full_one_which_owes_the_rest()
    {
        var bound = new RateBound(10, TimeSpan.FromSeconds(1), 10);
        var meter = new RateMeter(_time.GetTimestamp());

        Assert.True(meter.TrySpend(50, bound, _time));
        Assert.InRange(meter.UntilOne(bound, _time), TimeSpan.FromSeconds(4.1), TimeSpan.FromSeconds(4.1001));
        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.False(meter.TrySpend(1, bound, _time));
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.True(meter.TrySpend(1, bound, _time));

        // A bucket that is not full does not take it.
        Assert.False(meter.TrySpend(50, bound, _time));
    }

    /// <summary>Whatever the moments at which it is asked, a rate is a rate: dividing time must neither give nor take.</summary>
    [Theory]
    [InlineData(7, 1)]
    [InlineData(1000, 3)]
    [InlineData(3, 60)]
    public void Over_a_long_time_the_rate_is_kept(int amount, int seconds)
    {
        var bound = new RateBound(amount, TimeSpan.FromSeconds(seconds), amount);
        var meter = new RateMeter(_time.GetTimestamp());
        var taken = 0;
        for (var i = 0; i < 100 * seconds; i++)
        {
            while (meter.TrySpend(1, bound, _time))
            {
                taken++;
            }

            _time.Advance(TimeSpan.FromMilliseconds(100));
        }

        // The burst, and ten periods; what came back in the last tenth of a second is not taken any more.
        Assert.InRange(taken, (11 * amount) - Math.Max(1, amount / (10 * seconds)) - 1, 11 * amount);
    }
}
