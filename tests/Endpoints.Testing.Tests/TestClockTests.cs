using System.Reflection;
using Microsoft.Extensions.Time.Testing;

namespace Endpoints.Testing.Tests;

/// <summary>Timers that are used by several threads at once, which those of the library are not made for.</summary>
public sealed class TestClockTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private int _calls;

    [Fact]
    public void A_timer_that_is_disposed_while_it_is_put_off_is_never_called()
    {
        var clock = new TestClock();
        DisposeWithinChange(clock);

        clock.Advance(3 * Second);

        Assert.Equal(0, _calls);
    }

    /// <summary>Once this fails, the clock of the library is enough.</summary>
    [Fact]
    public void With_the_librarys_clock_that_is_a_NullReferenceException_at_the_next_advance()
    {
        var clock = new FakeTimeProvider();
        DisposeWithinChange(clock);

        Assert.Throws<NullReferenceException>(() => clock.Advance(3 * Second));
    }

    [Fact]
    public void Of_two_changes_at_once_the_later_one_counts()
    {
        var clock = new TestClock();
        using var timer = Create(clock);

        Within(clock, () => timer.Change(Second, Second), () => timer.Change(3 * Second, 3 * Second));

        clock.Advance(3 * Second);
        Assert.Equal(1, _calls);
        clock.Advance(3 * Second);
        Assert.Equal(2, _calls);
    }

    [Fact]
    public void Timers_are_put_off_repeated_and_stopped()
    {
        var clock = new TestClock();
        var timer = Create(clock);

        Assert.True(timer.Change(2 * Second, Second));
        clock.Advance(Second);
        Assert.Equal(0, _calls);
        clock.Advance(2 * Second);
        Assert.Equal(2, _calls);
        Assert.True(timer.Change(Timeout.InfiniteTimeSpan, Second));
        clock.Advance(10 * Second);
        Assert.Equal(2, _calls);
        timer.Dispose();
        Assert.False(timer.Change(Second, Second));
        clock.Advance(10 * Second);
        Assert.Equal(2, _calls);
    }

    [Fact]
    public void A_timer_may_put_itself_off_also_when_it_is_due_at_once()
    {
        var clock = new TestClock();
        ITimer timer = null!;
        timer = clock.CreateTimer(
            _ =>
            {
                _calls++;
                timer.Change(Second, Timeout.InfiniteTimeSpan);
            },
            null,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);

        timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        Assert.Equal(1, _calls);
        clock.Advance(Second);
        Assert.Equal(2, _calls);
        timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        Assert.Equal(3, _calls);
        timer.Dispose();
        clock.Advance(Second);
        Assert.Equal(3, _calls);
    }

    private ITimer Create(FakeTimeProvider clock)
    {
        var timer = clock.CreateTimer(_ => _calls++, null, Second, Timeout.InfiniteTimeSpan);

        // Compiled now, so that a thread that changes it waits for nothing but the lock.
        timer.Change(Second, Timeout.InfiniteTimeSpan);
        return timer;
    }

    private void DisposeWithinChange(FakeTimeProvider clock)
    {
        var timer = Create(clock);
        Within(clock, () => timer.Change(2 * Second, Timeout.InfiniteTimeSpan), timer.Dispose);
    }

    /// <summary>Does something on this thread while another one is in the middle of a change: it waits for the lock around what is scheduled.</summary>
    private static void Within(FakeTimeProvider clock, Action change, Action then)
    {
        var scheduled = typeof(FakeTimeProvider).GetField("Waiters", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(clock)!;
        var thread = new Thread(() => change());
        lock (scheduled)
        {
            thread.Start();
            SpinWait.SpinUntil(() => thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin));
            then();
        }

        thread.Join();
    }
}
