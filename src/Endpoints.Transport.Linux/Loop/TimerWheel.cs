using System.Diagnostics;

namespace Endpoints.Transport.Linux.Loop;

/// <summary>
/// The deadlines of a loop's sessions, as a hashed wheel: setting, moving and dropping one costs the same however many there are, and what is
/// not due costs nothing. Safe to use from any thread; callbacks run on the loop's, outside the lock.
/// </summary>
internal sealed class TimerWheel
{
    /// <summary>Deadlines are kept to this: never early, and late by less.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);

    private const int SlotCount = 4096;

    private readonly Lock _gate = new();
    private readonly EventLoop _loop;
    private readonly Func<long> _now;
    private readonly WheelTimer?[] _slots = new WheelTimer?[SlotCount];
    private readonly long _origin;

    // Taken off, and being called. Of the loop's thread only.
    private readonly List<WheelTimer> _due = [];
    private long _current;

    // A lower bound of the next due tick, so that a loop without near deadlines sleeps.
    private long _nearest = long.MaxValue;
    private int _count;

    public TimerWheel(EventLoop loop)
        : this(loop, Stopwatch.GetTimestamp)
    {
    }

    /// <param name="loop">Who runs it.</param>
    /// <param name="now">The clock, in units of <see cref="Stopwatch"/>.</param>
    internal TimerWheel(EventLoop loop, Func<long> now)
    {
        (_loop, _now) = (loop, now);
        _origin = now();
    }

    /// <summary>Timers that are set.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Milliseconds until the loop has to look again; -1 for never.</summary>
    public int GetDelay()
    {
        var nearest = Volatile.Read(ref _nearest);
        if (nearest == long.MaxValue)
        {
            return -1;
        }

        var due = TimeSpan.FromTicks(nearest * Tick.Ticks) - Stopwatch.GetElapsedTime(_origin, _now());
        return due <= TimeSpan.Zero ? 0 : (int)Math.Min(Math.Ceiling(due.TotalMilliseconds), int.MaxValue);
    }

    /// <summary>A timer that is not set.</summary>
    public WheelTimer Create(TimerCallback callback, object? state = null) => new(this, callback, state);

    /// <summary>Calls what is due.</summary>
    public void Run()
    {
        if (Volatile.Read(ref _nearest) == long.MaxValue)
        {
            return;
        }

        var now = Stopwatch.GetElapsedTime(_origin, _now()).Ticks / Tick.Ticks;
        if (now < Volatile.Read(ref _nearest))
        {
            return;
        }

        TakeDue(now);
        foreach (var timer in _due)
        {
            try
            {
                timer.Fire();
            }
            catch (Exception error)
            {
                // The others are due all the same.
                _loop.Report(error);
            }
        }

        _due.Clear();
    }

    internal void Schedule(WheelTimer timer, TimeSpan dueTime)
    {
        var wake = false;
        lock (_gate)
        {
            Unlink(timer);
            if (dueTime == Timeout.InfiniteTimeSpan)
            {
                return;
            }

            // Rounded up, and one more because this tick is partly over.
            var elapsed = Stopwatch.GetElapsedTime(_origin, _now());
            timer.Due = Math.Max((elapsed + dueTime + Tick - TimeSpan.FromTicks(1)).Ticks / Tick.Ticks, _current + 1);
            Link(timer);
            if (timer.Due < _nearest)
            {
                Volatile.Write(ref _nearest, timer.Due);
                wake = EventLoop.Current != _loop;
            }
        }

        if (wake)
        {
            // It may be waiting for longer than that.
            _loop.Post(static _ => { }, null);
        }
    }

    /// <summary>Takes everything that is due off the wheel. Who changes a timer after that may still see it fire once.</summary>
    private void TakeDue(long now)
    {
        lock (_gate)
        {
            var last = Math.Min(now, _current + SlotCount);
            for (var tick = _current + 1; tick <= last; tick++)
            {
                for (var timer = _slots[tick % SlotCount]; timer is not null;)
                {
                    var next = timer.Next;
                    if (timer.Due <= now)
                    {
                        Unlink(timer);
                        _due.Add(timer);
                    }

                    timer = next;
                }
            }

            _current = now;
            Volatile.Write(ref _nearest, FindNearest());
        }
    }

    /// <summary>The next slot with anything in it: what is there may be due a round later, which costs one look.</summary>
    private long FindNearest()
    {
        if (_count == 0)
        {
            return long.MaxValue;
        }

        for (var tick = _current + 1; tick < _current + SlotCount; tick++)
        {
            if (_slots[tick % SlotCount] is not null)
            {
                return tick;
            }
        }

        return _current + SlotCount;
    }

    private void Link(WheelTimer timer)
    {
        ref var slot = ref _slots[timer.Due % SlotCount];
        timer.Next = slot;
        if (slot is not null)
        {
            slot.Previous = timer;
        }

        slot = timer;
        _count++;
    }

    private void Unlink(WheelTimer timer)
    {
        if (timer.Due < 0)
        {
            return;
        }

        if (timer.Previous is { } previous)
        {
            previous.Next = timer.Next;
        }
        else
        {
            _slots[timer.Due % SlotCount] = timer.Next;
        }

        if (timer.Next is { } next)
        {
            next.Previous = timer.Previous;
        }

        (timer.Next, timer.Previous, timer.Due) = (null, null, -1);
        _count--;
    }
}
