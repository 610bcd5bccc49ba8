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
    private long _closeBeganAt;
    private volatile bool _closeClockRuns;

    private void StartDeadlines()
    {
        _lastReceived = _time.GetTimestamp();
        _timer = _time.CreateTimer(static state => ((WebSocketConnection)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Arm(CheckDeadlines());
    }

    private void StopDeadlines() => _timer?.Dispose();

    private void StartCloseDeadline()
    {
        lock (_gate)
        {
            if (_closeClockRuns)
            {
                return;
            }

            _closeClockRuns = true;
            _closeBeganAt = _time.GetTimestamp();
        }

        Arm(_limits.CloseTimeout);
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
            Arm(Earlier(next, _limits.CloseTimeout));
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
        var now = _time.GetTimestamp();
        var next = _limits.SendTimeout;
        bool stalled;
        bool closing;
        lock (_gate)
        {
            stalled = _flushing && Passed(_lastSendProgress, _limits.SendTimeout, ref next);

            // The peer can answer the close frame only once it got it.
            closing = _closeClockRuns && _output.IsEmpty;
        }

        if (stalled)
        {
            EndByForce("the peer does not read what is sent", "send_timeout");
        }
        else if (closing)
        {
            if (Passed(Math.Max(_closeBeganAt, _lastSendProgress), _limits.CloseTimeout, ref next))
            {
                EndByForce("the closing handshake was not completed in time", "close_timeout");
            }
        }
        else if (_closeClockRuns)
        {
            next = Earlier(next, _limits.CloseTimeout);
        }
        else if (_notListening)
        {
            // We are the ones who do not read: the peer's silence proves nothing. A ping sent before is void, too.
            Volatile.Write(ref _lastReceived, now);
            _pinged = false;
            next = Earlier(next, Earlier(_limits.KeepAliveInterval, _limits.IdleTimeout));
        }
        else
        {
            CheckSilence(now, ref next);
        }

        return next;

        bool Passed(long since, TimeSpan limit, ref TimeSpan next)
        {
            var left = limit - _time.GetElapsedTime(since, now);
            next = left > TimeSpan.Zero ? Earlier(next, left) : next;
            return left <= TimeSpan.Zero;
        }
    }

    private void CheckSilence(long now, ref TimeSpan next)
    {
        var heard = Volatile.Read(ref _lastReceived);
        var silence = _time.GetElapsedTime(heard, now);

        // A timer may come late: what was heard after the ping answers it. So does what was heard at its very moment, as a coarse clock
        // has it, for a ping is sent only after silence.
        _pinged &= heard < _pingSentAt;
        if (_limits.IdleTimeout != Timeout.InfiniteTimeSpan)
        {
            if (silence >= _limits.IdleTimeout)
            {
                BeginClose(Idle, "idle_timeout");
                next = _limits.CloseTimeout;
                return;
            }

            next = Earlier(next, _limits.IdleTimeout - silence);
        }

        if (_limits.KeepAliveInterval == Timeout.InfiniteTimeSpan)
        {
            return;
        }

        if (silence < _limits.KeepAliveInterval)
        {
            next = Earlier(next, _limits.KeepAliveInterval - silence);
        }
        else if (!_pinged)
        {
            _pinged = TrySendPing();
            _pingSentAt = now;
            next = Earlier(next, _limits.KeepAliveTimeout);
        }
        else if (BufferedAmount > 0)
        {
            // The ping waits behind other output; whether that moves is the send deadline's business.
            next = Earlier(next, _limits.KeepAliveTimeout);
        }
        else if (_time.GetElapsedTime(Math.Max(_pingSentAt, Volatile.Read(ref _lastSendProgress)), now) is var waited
            && waited >= _limits.KeepAliveTimeout)
        {
            EndByForce("no answer to a keep-alive ping", "keep_alive_timeout");
        }
        else
        {
            next = Earlier(next, _limits.KeepAliveTimeout - waited);
        }
    }

    private void EndByForce(string why, string cause)
    {
        lock (_gate)
        {
            // What made us close is more telling than that the peer did not answer.
            _cause ??= cause;
        }

        Log.EndedByForce(_logger, Id, why);
        _transport.Abort();
    }

    private static TimeSpan Earlier(TimeSpan a, TimeSpan b) =>
        a == Timeout.InfiniteTimeSpan ? b : b == Timeout.InfiniteTimeSpan || a <= b ? a : b;
}
