namespace Endpoints.Connections;

/// <summary>
/// Closes sessions batch by batch. The next batch leaves in the callback of the timer itself and not after an await, so that a busy thread pool,
/// which is what a server that stops may have, does not hold it up.
/// </summary>
internal sealed class DrainBatches
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly WebSocketConnection[] _sessions;
    private readonly DrainPlan _plan;
    private readonly TimeProvider _time;
    private readonly Action<WebSocketConnection> _close;
    private readonly long _began;
    private ITimer? _timer;
    private int _next;

    /// <param name="sessions">The sessions.</param>
    /// <param name="plan">The size of a batch, and when all of them are to have left.</param>
    /// <param name="time">The clock.</param>
    /// <param name="close">Begins the closing handshake of one.</param>
    public DrainBatches(WebSocketConnection[] sessions, DrainPlan plan, TimeProvider time, Action<WebSocketConnection> close)
    {
        _sessions = sessions;
        _plan = plan;
        _time = time;
        _close = close;
        _began = time.GetTimestamp();
    }

    /// <summary>Closes the first batch, and the others in time. Called once.</summary>
    /// <returns>Completes when the last batch has left.</returns>
    public Task RunAsync()
    {
        CloseNext(_plan.BatchSize ?? _sessions.Length);
        lock (_gate)
        {
            if (_next < _sessions.Length && !CloseRestIfLate())
            {
                _timer = _time.CreateTimer(static state => ((DrainBatches)state!).OnTimer(), this, _plan.Interval, _plan.Interval);
            }
        }

        if (_timer is null)
        {
            _done.TrySetResult();
        }

        return _done.Task;
    }

    private void OnTimer()
    {
        // A callback that comes late may meet the next one.
        lock (_gate)
        {
            if (_next < _sessions.Length)
            {
                CloseNext(_plan.BatchSize ?? _sessions.Length);
                _ = CloseRestIfLate();
            }

            if (_next == _sessions.Length)
            {
                _timer?.Dispose();
                _done.TrySetResult();
            }
        }
    }

    /// <summary>The second half of the time is for the closing handshakes: what is left then leaves at once.</summary>
    private bool CloseRestIfLate()
    {
        if (_time.GetElapsedTime(_began) + _plan.Interval <= _plan.Deadline / 2)
        {
            return false;
        }

        CloseNext(_sessions.Length);
        return true;
    }

    private void CloseNext(int count)
    {
        for (var end = Math.Min((long)_next + count, _sessions.Length); _next < end; _next++)
        {
            _close(_sessions[_next]);
        }
    }
}
