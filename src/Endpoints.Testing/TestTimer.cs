namespace Endpoints.Testing;

/// <summary>
/// A timer of a <see cref="TestClock"/>. Each change makes a new one of the library's, so that each of those is changed once, before anybody else has it,
/// and disposed once. Safe to use from any thread.
/// </summary>
/// <param name="schedule">Makes one of the library's. What is due is called before it returns, so this is never called under a lock.</param>
internal sealed class TestTimer(Func<TimeSpan, TimeSpan, ITimer> schedule) : ITimer
{
    private readonly Lock _gate = new();
    private ITimer? _scheduled;
    private int _changes;
    private bool _isDisposed;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        int change;
        ITimer? previous;
        lock (_gate)
        {
            if (_isDisposed)
            {
                return false;
            }

            change = ++_changes;
            (previous, _scheduled) = (_scheduled, null);
        }

        previous?.Dispose();
        var scheduled = schedule(dueTime, period);
        lock (_gate)
        {
            if (!_isDisposed && change == _changes)
            {
                _scheduled = scheduled;
                return true;
            }
        }

        // Meanwhile it was disposed, or changed again, perhaps by its own callback.
        scheduled.Dispose();
        return !_isDisposed;
    }

    public void Dispose()
    {
        ITimer? previous;
        lock (_gate)
        {
            _isDisposed = true;
            (previous, _scheduled) = (_scheduled, null);
        }

        previous?.Dispose();
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
