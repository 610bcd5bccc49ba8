using Endpoints.Diagnostics;

namespace Endpoints.Connections;

/// <summary>Keep-alive and deadlines: one timer a session, that wakes when the nearest deadline could have passed.</summary>
internal sealed partial class WebSocketConnection
{
    private static readonly CloseStatus Idle = CloseStatus.GoingAway.WithReason("The session was idle for too long.");

    private ITimer? _timer;
    private long _lastReceived;
    private long _pingSentAt;
    private bool _pinged;
    private volatile bool _closeClockRuns;

    private void StartDeadlines()
    {
        _lastReceived = _shared.Time.GetTimestamp();
        _timer = _shared.Time.CreateTimer(static state => ((WebSocketConnection)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Arm(CheckDeadlines());
    }

    private void StopDeadlines() => _timer?.Dispose();

    private void StartCloseDeadline()
    {
        using (_gate.Hold())
        {
            if (_closeClockRuns)
            {
                return;
            }

            _closeClockRuns = true;
            Extras.CloseBeganAt = _shared.Time.GetTimestamp();
        }

        Arm(_shared.Limits.CloseTimeout);
    }

    private void OnTimer()
    {
        if (_transportClosed)
        {
            return;
        }

        var wasClosing = _closeClockRuns;
        var next = CheckDeadlines();
        Arm(next);
        if (!wasClosing && _closeClockRuns)
        {
            // The close began meanwhile, and the line above has put its deadline off.
            Arm(Earlier(next, _shared.Limits.CloseTimeout));
        }
    }

    private void Arm(TimeSpan due)
    {
        // A session that ends at this moment has disposed its timer.
        _timer?.Change(due, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Acts on what has passed, and returns when to look again.</summary>
    private TimeSpan CheckDeadlines()
    {
        var now = _shared.Time.GetTimestamp();
        var next = _shared.Limits.SendTimeout;
        bool stalled;
        bool closing;
        using (_gate.Hold())
        {
            stalled = _flushing && Passed(_lastSendProgress, _shared.Limits.SendTimeout, ref next);

            // The peer can answer the close frame only once it got it.
            closing = _closeClockRuns && IsOutputEmpty;
        }

        if (stalled)
        {
            EndByForce("the peer does not read what is sent", "send_timeout");
        }
        else if (closing)
        {
            if (Passed(Math.Max(Extras.CloseBeganAt, _lastSendProgress), _shared.Limits.CloseTimeout, ref next))
            {
                EndByForce("the closing handshake was not completed in time", "close_timeout");
            }
        }
        else if (_closeClockRuns)
        {
            next = Earlier(next, _shared.Limits.CloseTimeout);
        }
        else if (_notListening)
        {
            // We are the ones who do not read: the peer's silence proves nothing. A ping sent before is void, too.
            Volatile.Write(ref _lastReceived, now);
            _pinged = false;
            next = Earlier(next, Earlier(_shared.Limits.KeepAliveInterval, _shared.Limits.IdleTimeout));
        }
        else
        {
            CheckSilence(now, ref next);
        }

        return next;

        bool Passed(long since, TimeSpan limit, ref TimeSpan next)
        {
            var left = limit - _shared.Time.GetElapsedTime(since, now);
            next = left > TimeSpan.Zero ? Earlier(next, left) : next;
            return left <= TimeSpan.Zero;
        }
    }

    private void CheckSilence(long now, ref TimeSpan next)
    {
        var heard = Volatile.Read(ref _lastReceived);
        var silence = _shared.Time.GetElapsedTime(heard, now);

        // A timer may come late: what was heard after the ping answers it. So does what was heard at its very moment, as a coarse clock
        // has it, for a ping is sent only after silence.
        _pinged &= heard < _pingSentAt;
        if (_shared.Limits.IdleTimeout != Timeout.InfiniteTimeSpan)
        {
            if (silence >= _shared.Limits.IdleTimeout)
            {
                BeginClose(Idle, "idle_timeout");
                next = _shared.Limits.CloseTimeout;
                return;
            }

            next = Earlier(next, _shared.Limits.IdleTimeout - silence);
        }

        if (_shared.Limits.KeepAliveInterval == Timeout.InfiniteTimeSpan)
        {
            return;
        }

        if (silence < _shared.Limits.KeepAliveInterval)
        {
            next = Earlier(next, _shared.Limits.KeepAliveInterval - silence);
        }
        else if (!_pinged)
        {
            // Once it is answered the next is due after an interval of silence, which may be shorter than the time there is for the answer.
            NotePing();
            _pinged = TrySendPing();
            _pingSentAt = now;
            next = Earlier(next, Earlier(_shared.Limits.KeepAliveTimeout, _shared.Limits.KeepAliveInterval));
        }
        else if (BufferedAmount > 0)
        {
            // The ping waits behind other output; whether that moves is the send deadline's business.
            next = Earlier(next, Earlier(_shared.Limits.KeepAliveTimeout, _shared.Limits.KeepAliveInterval));
        }
        else if (_shared.Time.GetElapsedTime(Math.Max(_pingSentAt, Volatile.Read(ref _lastSendProgress)), now) is var waited
            && waited >= _shared.Limits.KeepAliveTimeout)
        {
            EndByForce("no answer to a keep-alive ping", "keep_alive_timeout");
        }
        else
        {
            next = Earlier(next, Earlier(_shared.Limits.KeepAliveTimeout - waited, _shared.Limits.KeepAliveInterval));
        }
    }

    private void EndByForce(string why, string cause)
    {
        using (_gate.Hold())
        {
            // What made us close is more telling than that the peer did not answer.
            Extras.Cause ??= cause;
        }

        Log.EndedByForce(_shared.Logger, Id, why);
        _transport.Abort();
    }

    private static TimeSpan Earlier(TimeSpan a, TimeSpan b) =>
        a == Timeout.InfiniteTimeSpan ? b : b == Timeout.InfiniteTimeSpan || a <= b ? a : b;
}
