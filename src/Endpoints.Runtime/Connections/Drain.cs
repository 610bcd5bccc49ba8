using System.Diagnostics.CodeAnalysis;
using Endpoints.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Endpoints.Connections;

/// <summary>
/// Ends all sessions of a host when it stops. First the host only says that it stops, for as long as load balancers take to notice; then no session
/// may begin, and those that are there are closed with 1001, behind the handlers that run at that moment, all at once or in batches so that
/// their clients do not come to the other hosts all at once; after a deadline they end by force.
/// </summary>
internal sealed class Drain(HostSessions sessions, TimeProvider time, ILogger logger)
{
    public static readonly CloseStatus ShuttingDown = CloseStatus.GoingAway.WithReason("The server is shutting down.");

    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _refusing = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isStopping;
    private volatile bool _isDraining;
    private Task? _run;

    /// <summary>Whether the host is to get no new sessions: readiness says no.</summary>
    public bool IsStopping => _isStopping;

    /// <summary>Whether new sessions are refused.</summary>
    public bool IsDraining => _isDraining;

    /// <summary>Completes when new sessions are refused: doors listen until then.</summary>
    public Task Refusing => _refusing.Task;

    /// <summary>Completes when all sessions have ended, at the latest shortly after the deadline. Each door of a host begins it, and it runs once.</summary>
    public Task RunAsync(DrainPlan plan)
    {
        lock (_gate)
        {
            return _run ??= RunOnceAsync(plan);
        }
    }

    private async Task RunOnceAsync(DrainPlan plan)
    {
        _isStopping = true;
        if (plan.Delay > TimeSpan.Zero)
        {
            Log.DrainAnnounced(logger, plan.Delay);

            // Goes on in the callback of the delay's timer, as batches do in that of theirs: nothing queues behind a busy pool.
            await Task.Delay(plan.Delay, time).ConfigureAwait(false);
        }

        var began = time.GetTimestamp();
        _isDraining = true;
        var open = sessions.Close();
        _refusing.TrySetResult();
        Log.DrainStarted(logger, open.Length);

        // The second half of the time is for the closing handshakes: handlers that are not done by then are not waited for.
        var insisting = time.CreateTimer(_ => CloseNow(plan), null, plan.Deadline / 2, Timeout.InfiniteTimeSpan);
        await using (insisting.ConfigureAwait(false))
        {
            var batches = new DrainBatches(open, plan, time, session => session.CloseBehindHandlers(StatusFor(plan.ReconnectSpread)));
            await batches.RunAsync().ConfigureAwait(false);
            await EndAsync(plan, began).ConfigureAwait(false);
        }
    }

    private async Task EndAsync(DrainPlan plan, long began)
    {
        try
        {
            var left = plan.Deadline - time.GetElapsedTime(began);
            await sessions.WhenEmpty().WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            var left = sessions.Snapshot();
            Log.DrainDeadlinePassed(logger, left.Length);
            foreach (var connection in left)
            {
                connection.Abort();
            }
        }
    }

    private void CloseNow(DrainPlan plan)
    {
        foreach (var session in sessions.Snapshot())
        {
            _ = session.CloseAsync(StatusFor(plan.ReconnectSpread)).AsTask();
        }
    }

    [SuppressMessage("Security", "CA5394", Justification = "It spreads load; nobody gains by guessing it.")]
    private static CloseStatus StatusFor(TimeSpan spread) =>
        spread == TimeSpan.Zero ? ShuttingDown : ShuttingDown.WithRetryAfter(Random.Shared.NextDouble() * spread);
}
