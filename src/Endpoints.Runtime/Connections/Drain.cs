using Endpoints.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Endpoints.Connections;

/// <summary>Ends all sessions of a host when it stops: a close frame with 1001 for each, and an end by force after a deadline.</summary>
internal sealed class Drain(HostSessions sessions, TimeProvider time, ILogger logger)
{
    public static readonly CloseStatus ShuttingDown = CloseStatus.GoingAway.WithReason("The server is shutting down.");

    private readonly Lock _gate = new();
    private volatile bool _isDraining;
    private Task? _run;

    /// <summary>Whether new sessions are refused.</summary>
    public bool IsDraining => _isDraining;

    /// <summary>Completes when all sessions have ended, at the latest shortly after the deadline. Each door of a host begins it, and it runs once.</summary>
    public Task RunAsync(TimeSpan deadline)
    {
        lock (_gate)
        {
            return _run ??= RunOnceAsync(deadline);
        }
    }

    private async Task RunOnceAsync(TimeSpan deadline)
    {
        _isDraining = true;
        var open = sessions.Close();
        Log.DrainStarted(logger, open.Length);
        foreach (var connection in open)
        {
            _ = connection.CloseAsync(ShuttingDown).AsTask();
        }

        try
        {
            await sessions.WhenEmpty().WaitAsync(deadline, time).ConfigureAwait(false);
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
}
