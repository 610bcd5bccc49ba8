namespace Endpoints.Backplanes;

/// <summary>A question to the other processes, and what they have answered so far. Safe to use from any thread.</summary>
/// <param name="asked">Who is to answer.</param>
internal sealed class CountQuery(IEnumerable<Guid> asked)
{
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HashSet<Guid> _silent = [.. asked];
    private int _sum;

    /// <summary>Completes when all have answered.</summary>
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
            if (_silent.Count == 0)
            {
                _answered.TrySetResult();
            }
        }
    }
}
