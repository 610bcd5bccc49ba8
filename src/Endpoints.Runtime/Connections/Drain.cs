using System.Diagnostics.CodeAnalysis;
using Endpoints.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Endpoints.Connections;

/// <summary>
/// Ends all sessions of a host when it stops: a close frame with 1001 for each, all at once or in batches so that their clients do not come back
/// to the other hosts all at once, and an end by force after a deadline.
/// </summary>
internal sealed class Drain(HostSessions sessions, TimeProvider time, ILogger logger)
{
    public static readonly CloseStatus ShuttingDown = CloseStatus.GoingAway.WithReason("The server is shutting down.");

    private readonly Lock _gate = new();
    private volatile bool _isDraining;
    private Task? _run;

    /// <summary>Whether new sessions are refused.</summary>
    public bool IsDraining => _isDraining;

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
        var began = time.GetTimestamp();
        _isDraining = true;
        var open = sessions.Close();
        Log.DrainStarted(logger, open.Length);
        var batches = new DrainBatches(open, plan, time, session => _ = session.CloseAsync(StatusFor(plan.ReconnectSpread)).AsTask());
        await batches.RunAsync().ConfigureAwait(false);

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

    [SuppressMessage("Security", "CA5394", Justification = "It spreads load; nobody gains by guessing it.")]
    private static CloseStatus StatusFor(TimeSpan spread) =>
        spread == TimeSpan.Zero ? ShuttingDown : ShuttingDown.WithRetryAfter(Random.Shared.NextDouble() * spread);
}
