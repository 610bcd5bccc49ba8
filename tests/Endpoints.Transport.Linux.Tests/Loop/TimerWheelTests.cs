using System.Diagnostics;
using Endpoints.Transport.Linux.Loop;
using Microsoft.Extensions.Logging.Abstractions;

namespace Endpoints.Transport.Linux.Tests.Loop;

public sealed class TimerWheelTests
{
    private static readonly TimeSpan Round = TimerWheel.Tick * 4096;

    private readonly TimerWheel _wheel;
    private readonly List<string> _fired = [];
    private long _now = 12_345;

    public TimerWheelTests()
    {
        var loop = new EventLoop("never started", _ => throw new InvalidOperationException(), null, TimeProvider.System, NullLogger.Instance);
        _wheel = new TimerWheel(loop, () => Volatile.Read(ref _now));
    }

    private WheelTimer Set(string name, TimeSpan due)
    {
        var timer = _wheel.Create(_ => _fired.Add(name));
        timer.Change(due, Timeout.InfiniteTimeSpan);
        return timer;
    }

    private void Advance(TimeSpan time)
    {
        _now += (long)((Int128)time.Ticks * Stopwatch.Frequency / TimeSpan.TicksPerSecond);
        _wheel.Run();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(49)]
    [InlineData(50)]
    [InlineData(51)]
    [InlineData(30_000)]
    [InlineData(204_800)] // one round
    [InlineData(204_801)]
    [InlineData(86_400_000)]
    public void A_timer_is_never_early_and_late_by_less_than_a_tick(int milliseconds)
    {
        var due = TimeSpan.FromMilliseconds(milliseconds);
        Advance(TimeSpan.FromMilliseconds(7));
        Set("it", due);

        Advance(due - TimeSpan.FromTicks(1));
        Assert.Empty(_fired);
        Advance(TimerWheel.Tick);
        Assert.Equal(["it"], _fired);
        Advance(Round * 2);
        Assert.Equal(["it"], _fired);
    }

    [Fact]
    public void Timers_rounds_apart_share_a_slot_and_fire_in_their_own_round()
    {
        Set("third", (Round * 2) + TimerWheel.Tick);
        Set("first", TimerWheel.Tick);
        Set("second", Round + TimerWheel.Tick);

        Advance(TimerWheel.Tick);
        Assert.Equal(["first"], _fired);
        Advance(Round);
        Assert.Equal(["first", "second"], _fired);
        Advance(Round);
        Assert.Equal(["first", "second", "third"], _fired);
        Assert.Equal(0, _wheel.Count);
    }

    [Fact]
    public void A_loop_that_slept_for_rounds_misses_none()
    {
        for (var i = 1; i <= 10_000; i++)
        {
            Set($"{i}", TimeSpan.FromMilliseconds(i * 100));
        }

        Advance(TimeSpan.FromMilliseconds(10_000 * 100));

        Assert.Equal(10_000, _fired.Distinct().Count());
        Assert.Equal(-1, _wheel.GetDelay());
    }

    [Fact]
    public void The_delay_is_that_of_the_nearest_and_forever_without_any()
    {
        Assert.Equal(-1, _wheel.GetDelay());

        var far = Set("far", TimeSpan.FromSeconds(60));
        var near = Set("near", TimeSpan.FromSeconds(1));
        Assert.InRange(_wheel.GetDelay(), 1000, 1050);
        Advance(TimeSpan.FromMilliseconds(400));
        Assert.InRange(_wheel.GetDelay(), 600, 650);

        near.Dispose();
        Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(_fired);
        Assert.InRange(_wheel.GetDelay(), 58_600, 58_650);
        far.Dispose();
        Advance(TimeSpan.FromSeconds(60));
        Assert.Empty(_fired);
        Assert.Equal((-1, 0), (_wheel.GetDelay(), _wheel.Count));
    }

    /// <summary>One in a later round costs a look each round, and no more.</summary>
    [Fact]
    public void The_delay_to_a_timer_of_a_later_round_never_passes_it_by()
    {
        Set("far", Round * 3);
        Set("near", TimerWheel.Tick).Dispose();
        var looks = 0;
        while (_fired.Count == 0)
        {
            Assert.InRange(++looks, 1, 8);
            var delay = _wheel.GetDelay();
            Assert.InRange(delay, 1, (int)(Round * 3).TotalMilliseconds);
            Advance(TimeSpan.FromMilliseconds(delay));
        }
    }

    [Fact]
    public void A_change_replaces_what_was_set_before()
    {
        var timer = Set("it", TimeSpan.FromSeconds(1));
        Advance(TimeSpan.FromMilliseconds(900));
        timer.Change(TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        Assert.Equal(1, _wheel.Count);

        Advance(TimeSpan.FromMilliseconds(900));
        Assert.Empty(_fired);
        Advance(TimeSpan.FromMilliseconds(150));
        Assert.Equal(["it"], _fired);
    }

    [Fact]
    public void Callbacks_may_set_themselves_again_and_drop_others()
    {
        WheelTimer? again = null;
        var count = 0;
        again = _wheel.Create(_ =>
        {
            if (++count < 3)
            {
                again!.Change(TimeSpan.FromMilliseconds(100), Timeout.InfiniteTimeSpan);
            }
        });
        var dropped = Set("dropped", TimeSpan.FromSeconds(10));
        var dropper = _wheel.Create(_ => dropped.Dispose());
        again.Change(TimeSpan.FromMilliseconds(100), Timeout.InfiniteTimeSpan);
        dropper.Change(TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        for (var i = 0; i < 300; i++)
        {
            Advance(TimerWheel.Tick);
        }

        Assert.Equal(3, count);
        Assert.Empty(_fired);
        Assert.Equal(0, _wheel.Count);
    }

    [Fact]
    public void A_callback_that_fails_keeps_no_other_from_its_time()
    {
        for (var i = 0; i < 3; i++)
        {
            _wheel.Create(_ => throw new InvalidOperationException("mine")).Change(TimerWheel.Tick, Timeout.InfiniteTimeSpan);
            Set("fine", TimerWheel.Tick);
        }

        Advance(TimerWheel.Tick * 2);

        Assert.Equal(["fine", "fine", "fine"], _fired);
    }

    [Fact]
    public void No_time_and_negative_time_are_the_next_tick()
    {
        Set("zero", TimeSpan.Zero);
        Set("negative", TimeSpan.FromSeconds(-5));

        Advance(TimerWheel.Tick);

        Assert.Equal(["negative", "zero"], _fired.Order());
    }

    [Fact]
    public void Periods_are_refused()
    {
        var timer = _wheel.Create(_ => { });

        Assert.Throws<NotSupportedException>(() => timer.Change(TimerWheel.Tick, TimerWheel.Tick));
    }

    [Fact]
    public async Task Timers_may_be_changed_from_any_thread()
    {
        const int Threads = 4;
        const int Each = 5_000;
        var fired = new int[Threads * Each];
        var done = 0;
        var setting = Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(() =>
        {
            var random = new Random(thread);
            for (var i = 0; i < Each; i++)
            {
                var index = (thread * Each) + i;
                var timer = _wheel.Create(_ => Interlocked.Increment(ref fired[index]));
                timer.Change(TimeSpan.FromMilliseconds(random.Next(1, 1_000_000)), Timeout.InfiniteTimeSpan);
                if (i % 3 == 0)
                {
                    timer.Change(TimeSpan.FromMilliseconds(random.Next(1, 1_000_000)), Timeout.InfiniteTimeSpan);
                }
                else if (i % 3 == 1)
                {
                    timer.Dispose();
                }
            }

            Interlocked.Increment(ref done);
        })));

        // Time stands still, so that nothing is due while it is set.
        while (Volatile.Read(ref done) < Threads)
        {
            _wheel.Run();
            await Task.Yield();
        }

        await setting;
        Advance(TimeSpan.FromMilliseconds(1_000_100));

        for (var i = 0; i < fired.Length; i++)
        {
            Assert.Equal(i % Each % 3 == 1 ? 0 : 1, fired[i]);
        }
    }
}
