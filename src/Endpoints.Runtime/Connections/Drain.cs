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
        await CloseAsync(open, plan, began).ConfigureAwait(false);

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

    private async Task CloseAsync(WebSocketConnection[] open, DrainPlan plan, long began)
    {
        var batch = plan.BatchSize ?? open.Length;
        for (var start = 0; start < open.Length;)
        {
            if (start > 0)
            {
                // The second half of the time is for the closing handshakes: what is left then leaves at once.
                if (time.GetElapsedTime(began) + plan.Interval > plan.Deadline / 2)
                {
                    batch = open.Length - start;
                }
                else
                {
                    await Task.Delay(plan.Interval, time).ConfigureAwait(false);
                }
            }

            var end = Math.Min(start + batch, open.Length);
            for (; start < end; start++)
            {
                _ = open[start].CloseAsync(StatusFor(plan.ReconnectSpread)).AsTask();
            }
        }
    }

    [SuppressMessage("Security", "CA5394", Justification = "It spreads load; nobody gains by guessing it.")]
    private static CloseStatus StatusFor(TimeSpan spread) =>
        spread == TimeSpan.Zero ? ShuttingDown : ShuttingDown.WithRetryAfter(Random.Shared.NextDouble() * spread);
}
