namespace Endpoints.Transport.Linux.Loop;

/// <summary>A deadline of a socket: runs on the loop's thread, whatever clock measures it. Of that thread only.</summary>
internal sealed class LoopDeadline : IDisposable
{
    private readonly EventLoop _loop;
    private readonly Action<object?> _passed;
    private readonly object? _state;
    private ITimer? _timer;

    /// <param name="loop">The loop, by whose clock it goes.</param>
    /// <param name="due">From now.</param>
    /// <param name="passed">What happens then.</param>
    /// <param name="state">Its argument.</param>
    public LoopDeadline(EventLoop loop, TimeSpan due, Action<object?> passed, object? state)
    {
        (_loop, _passed, _state) = (loop, passed, state);
        _timer = loop.Time.CreateTimer(static deadline => ((LoopDeadline)deadline!).OnTimer(), this, due, Timeout.InfiniteTimeSpan);
    }

    /// <summary>It does not happen after this.</summary>
    public void Dispose()
    {
        _timer?.Dispose();
        _timer = null;
    }

    private void OnTimer() => _loop.Post(static deadline => ((LoopDeadline)deadline!).Pass(), this);

    private void Pass()
    {
        if (_timer is not null)
        {
            Dispose();
            _passed(_state);
        }
    }
}
