using System.Diagnostics;

namespace Endpoints.Transport.Linux.Loop;

/// <summary>
/// The system's clock for the sessions of a loop: their timers are on its wheel, and on its thread the time is that of the turn, which
/// costs nothing to ask for. Safe to use from any thread.
/// </summary>
internal sealed class LoopTimeProvider(EventLoop loop) : TimeProvider
{
    public override long GetTimestamp() => EventLoop.Current == loop ? loop.TurnTimestamp : Stopwatch.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = loop.Wheel.Create(callback, state);
        timer.Change(dueTime, period);
        return timer;
    }
}
