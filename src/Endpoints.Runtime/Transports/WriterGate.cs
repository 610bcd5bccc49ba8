namespace Endpoints.Transports;

/// <summary>
/// Counts who writes at this moment, so that a transport can be given back when nobody does: after <see cref="EndAsync"/> nobody gets in.
/// Safe to use from any thread; a field, not to be copied.
/// </summary>
internal struct WriterGate
{
    private const int Ended = 1 << 30;

    // How many are in, and whether the gate is closed.
    private int _state;
    private TaskCompletionSource? _empty;

    /// <summary>Whether somebody is in.</summary>
    public bool IsBusy => (Volatile.Read(ref _state) & ~Ended) != 0;

    /// <summary>Goes in; false, and there is nothing to leave, when the gate is closed.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _state) < Ended)
        {
            return true;
        }

        Exit();
        return false;
    }

    public void Exit()
    {
        if (Interlocked.Decrement(ref _state) == Ended)
        {
            _empty!.TrySetResult();
        }
    }

    /// <summary>Closes the gate; completes when the last one has left. Called once.</summary>
    public Task EndAsync()
    {
        _empty = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return Interlocked.Add(ref _state, Ended) == Ended ? Task.CompletedTask : _empty.Task;
    }
}
