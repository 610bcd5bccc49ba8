namespace Endpoints.Connections;

/// <summary>A close that lets the handlers which run at that moment finish, and what they answer leave.</summary>
internal sealed partial class WebSocketConnection
{
    /// <summary>
    /// Whether messages are being handled, or have come and are about to be. A handler that takes messages as a sequence runs as long as its session
    /// does, and one that still reads its message may wait for its peer: those are not waited for.
    /// </summary>
    private bool IsHandling =>
        _corked || _handlerRunning || (BodyHandlerRunning && Body is null) || _extras?.Parallel is { IsIdle: false };

    private bool IsLeaving => _extras is { Leaving: not null };

    /// <summary>
    /// Closes the session behind the handlers that run, and takes no further message meanwhile. How long they may take is the caller's to say,
    /// by <see cref="CloseAsync(CloseStatus, CancellationToken)"/>.
    /// </summary>
    /// <param name="status">A code and a reason that may be sent.</param>
    internal void CloseBehindHandlers(CloseStatus status)
    {
        using (_gate.Hold())
        {
            if (_state == WebSocketSessionState.Open && IsHandling)
            {
                Extras.Leaving = new LeavingStatus(status);
            }
        }

        if (IsLeaving)
        {
            // They may have returned between the two looks, and have seen nothing.
            LeaveIfDone();
        }
        else
        {
            BeginClose(status);
        }
    }

    /// <summary>A handler has returned that ran beside its caller.</summary>
    private void NoteHandlerDone()
    {
        Interlocked.MemoryBarrier();
        if (IsLeaving)
        {
            LeaveIfDone();
        }
    }

    private void LeaveIfDone()
    {
        LeavingStatus? leaving;
        using (_gate.Hold())
        {
            leaving = IsHandling ? null : _extras!.Leaving;
        }

        if (leaving is not null)
        {
            BeginClose(leaving.Status);
        }
    }
}
