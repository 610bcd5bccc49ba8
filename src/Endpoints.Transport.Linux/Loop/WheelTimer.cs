namespace Endpoints.Transport.Linux.Loop;

/// <summary>A timer on a loop's wheel. Safe to use from any thread; its callback runs on the loop's.</summary>
internal sealed class WheelTimer(TimerWheel wheel, TimerCallback callback, object? state) : ITimer
{
    // All of the wheel's, and touched under its lock.
    internal WheelTimer? Next { get; set; }

    internal WheelTimer? Previous { get; set; }

    /// <summary>The tick at which it is due; -1 while it is on no list.</summary>
    internal long Due { get; set; } = -1;

    /// <summary>Calls the callback, once a change; periods are the business of whoever needs them.</summary>
    /// <param name="dueTime">From now; <see cref="Timeout.InfiniteTimeSpan"/> for never. Rounded up to <see cref="TimerWheel.Tick"/>.</param>
    /// <param name="period">Must be <see cref="Timeout.InfiniteTimeSpan"/> or zero.</param>
    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (period != Timeout.InfiniteTimeSpan && period != TimeSpan.Zero)
        {
            throw new NotSupportedException("A timer of a loop fires once a change. Change it again in its callback.");
        }

        wheel.Schedule(this, dueTime);
        return true;
    }

    public void Dispose() => wheel.Schedule(this, Timeout.InfiniteTimeSpan);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return default;
    }

    internal void Fire() => callback(state);
}
