namespace Endpoints.Backplanes;

/// <summary>A question to the other processes, and what they have answered so far. Safe to use from any thread.</summary>
internal sealed class CountQuery
{
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HashSet<Guid> _silent;
    private int _sum;

    /// <param name="asked">Who is to answer.</param>
    public CountQuery(IEnumerable<Guid> asked)
    {
        _silent = [.. asked];
        CompleteWhenAnswered();
    }

    /// <summary>Completes when all have answered; is complete where nobody was asked.</summary>
    public Task Answered => _answered.Task;

    public int Sum => Volatile.Read(ref _sum);

    /// <param name="node">Who has answered, or is gone.</param>
    /// <param name="count">How many sessions it has.</param>
    public void Answer(Guid node, int count)
    {
        lock (_silent)
        {
            if (!_silent.Remove(node))
            {
                return;
            }

            Volatile.Write(ref _sum, _sum + count);
            CompleteWhenAnswered();
        }
    }

    private void CompleteWhenAnswered()
    {
        if (_silent.Count == 0)
        {
            _answered.TrySetResult();
        }
    }
}
