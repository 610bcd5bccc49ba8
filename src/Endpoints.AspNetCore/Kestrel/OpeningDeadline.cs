using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Endpoints.AspNetCore.Kestrel;

/// <summary>
/// Wakes the reader of a connection's first bytes when it has waited long enough, or when the server stops. After its disposal the pipe is
/// somebody else's, and nothing here touches it.
/// </summary>
internal sealed class OpeningDeadline : IDisposable
{
    private readonly Lock _gate = new();
    private readonly PipeReader _input;
    private readonly ITimer _timer;
    private readonly CancellationTokenRegistration _stopping;
    private bool _isOver;

    public OpeningDeadline(ConnectionContext connection, TimeSpan timeout, TimeProvider time)
    {
        _input = connection.Transport.Input;
        _timer = time.CreateTimer(static state => ((OpeningDeadline)state!).Wake(hasStopped: false), this, timeout, Timeout.InfiniteTimeSpan);
        if (connection.Features.Get<IConnectionLifetimeNotificationFeature>() is { } lifetime)
        {
            _stopping = lifetime.ConnectionClosedRequested.UnsafeRegister(static state => ((OpeningDeadline)state!).Wake(hasStopped: true), this);
        }
    }

    /// <summary>Whether the time is over.</summary>
    public bool HasPassed { get; private set; }

    /// <summary>Whether the server stops.</summary>
    public bool HasStopped { get; private set; }

    public void Dispose()
    {
        lock (_gate)
        {
            _isOver = true;
        }

        _timer.Dispose();
        _stopping.Dispose();
    }

    private void Wake(bool hasStopped)
    {
        lock (_gate)
        {
            if (_isOver)
            {
                return;
            }

            HasStopped |= hasStopped;
            HasPassed |= !hasStopped;
            _input.CancelPendingRead();
        }
    }
}
