using Microsoft.Extensions.Time.Testing;

namespace Endpoints.Testing;

/// <summary>
/// A <see cref="FakeTimeProvider"/> whose timers are safe to use from any thread, as <see cref="ITimer"/> demands of them: a session's timer is put off
/// on the thread that moves the clock while the session ends, and disposes it, on another.
/// </summary>
/// <remarks>
/// The library's own timers take no lock. A <c>Change</c> that meets a <c>Dispose</c> reads the callback that it has just forgotten and schedules nothing in its place;
/// when that is due, <see cref="FakeTimeProvider.Advance"/> fails with a <see cref="NullReferenceException"/>, and wakes nobody from then on.
/// </remarks>
internal sealed class TestClock : FakeTimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new TestTimer((due, repeated) => base.CreateTimer(callback, state, due, repeated));
        timer.Change(dueTime, period);
        return timer;
    }
}
