namespace Endpoints.Fuzz.Engine;

/// <summary>A finding, and the file of the corpus that it was saved as.</summary>
internal sealed record SavedFinding(byte[] Input, Exception Error, string File);

/// <summary>An input did not end in its time.</summary>
internal sealed class HangException(TimeSpan patience) : Exception($"An input runs for more than {patience.TotalSeconds} seconds.");

/// <summary>A fuzzer with what it needs around it: a thread, a watchdog, and a corpus that findings go to.</summary>
/// <param name="patience">How long an input may run; one that hangs is found within twice as long.</param>
internal sealed class FuzzRun(FuzzTarget target, Corpus corpus, ulong seed, TimeSpan patience)
{
    /// <summary>An input takes microseconds; one that takes so long does not end.</summary>
    public static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(30);

    public Fuzzer Fuzzer { get; } = new(target, corpus.Read(), seed);

    /// <summary>Does the work on a thread of its own, which is left behind when an input hangs.</summary>
    public async Task<SavedFinding?> RunAsync(Func<Fuzzer, Finding?> work)
    {
        var outcome = new TaskCompletionSource<Finding?>(TaskCreationOptions.RunContinuationsAsynchronously);

        // Also off any synchronization context, under which handlers would not complete in line.
        var thread = new Thread(() =>
        {
            try
            {
                outcome.TrySetResult(work(Fuzzer));
            }
            catch (Exception error)
            {
                outcome.TrySetException(error);
            }
        })
        {
            IsBackground = true,
        };
        thread.Start();
        await using var watchdog = WatchForHangs(outcome);
        return await outcome.Task is { } finding
            ? new SavedFinding(finding.Input, finding.Error, corpus.WriteCrash(finding.Input))
            : null;
    }

    private Timer WatchForHangs(TaskCompletionSource<Finding?> outcome)
    {
        var seen = -1L;
        return new Timer(
            _ =>
            {
                var now = Fuzzer.Executions;
                if (now == seen && now > 0)
                {
                    outcome.TrySetResult(new Finding(Fuzzer.Current, new HangException(patience)));
                }

                seen = now;
            },
            null,
            patience,
            patience);
    }
}
