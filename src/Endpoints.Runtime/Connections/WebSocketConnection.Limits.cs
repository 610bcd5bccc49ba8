using System.Threading.RateLimiting;
using Endpoints.Connections.Limiting;
using Endpoints.Diagnostics;
using Endpoints.Protocol;

namespace Endpoints.Connections;

/// <summary>How much the session takes from its peer in a time, and its place among those of its endpoint.</summary>
internal sealed partial class WebSocketConnection
{
    /// <summary>Ties the session's place to it: free again when its last handler has run. Before <see cref="Start"/>.</summary>
    public void Occupy(SessionPlace place) => Extras.Place = place;

    /// <summary>Closes the session because there is no place for it, from within its open handler.</summary>
    /// <param name="status">The code and the reason.</param>
    /// <param name="cause">The bound, for the metrics.</param>
    public void TurnAway(CloseStatus status, string cause) => BeginClose(status, cause);

    private void StartMeter()
    {
        if (_shared.Limits is { Rates: null, CreateLimiter: null } || _shared.Role == EndpointRole.Client)
        {
            return;
        }

        RateLimiter? limiter = null;
        try
        {
            limiter = _shared.Limits.CreateLimiter?.Invoke(this);
        }
        catch (Exception error)
        {
            Log.LimiterFailed(_shared.Logger, Id, error);
            BeginClose(CloseStatus.InternalError);
        }

        if (_shared.Limits.Rates is not null || limiter is not null)
        {
            Extras.Meter = new SessionMeter(_shared.Limits.Rates, limiter, _shared.Time);
        }
    }

    /// <summary>
    /// Whether the peer has to wait, and nothing more of it is looked at; then the session goes on by itself. A close frame that is next never
    /// waits: it costs nothing, and is the peer's last.
    /// </summary>
    /// <param name="meter">What it has used.</param>
    /// <param name="input">What it has sent, one byte at least.</param>
    private bool MustWait(SessionMeter meter, ReadOnlySpan<byte> input)
    {
        if (_reader is not { IsInFrame: true } && FrameHeader.PeekOpcode(input[0]) == Opcode.Close)
        {
            return false;
        }

        if (meter.IsDelaying)
        {
            return true;
        }

        var wait = meter.GetWait(out var excess);
        if (excess == RateExcess.None)
        {
            return false;
        }

        NoteExcess(meter, excess, RateLimitAction.Delay);
        meter.Delay(wait, _transport.ResumeReceive);
        return true;
    }

    /// <summary>Counts what the reader has found; false when it is not to be handled.</summary>
    private bool TryTake(SessionMeter meter, in ReadResult result)
    {
        switch (result.Outcome)
        {
            case ReadOutcome.Text or ReadOutcome.Binary or ReadOutcome.Ping or ReadOutcome.Pong:
                return TryTake(meter, result.Payload.Length);
            case ReadOutcome.TextBody or ReadOutcome.BinaryBody:
                return TryTake(meter, bytes: 0);
            case ReadOutcome.BodyPiece when Body is not null && meter.TakePiece(result.Payload.Length) is var excess and not RateExcess.None:
                // Half of a message cannot be dropped.
                CloseFor(meter, excess);
                return false;
            default:
                return true;
        }
    }

    /// <summary>Counts a message or a control frame; false when it is not to be handled.</summary>
    private bool TryTake(SessionMeter meter, int bytes)
    {
        var excess = meter.Take(bytes);
        if (excess == RateExcess.None && meter.Limiter is { } limiter)
        {
            excess = Ask(meter, limiter);
        }

        if (excess == RateExcess.None)
        {
            return true;
        }

        if (meter.Action == RateLimitAction.Close)
        {
            CloseFor(meter, excess);
        }
        else
        {
            NoteExcess(meter, excess, RateLimitAction.Drop);
        }

        return false;
    }

    /// <summary>Asks the application's own limiter. Where it is to delay, the message is taken, and waits for its permit afterwards.</summary>
    private RateExcess Ask(SessionMeter meter, RateLimiter limiter)
    {
        using (var lease = limiter.AttemptAcquire())
        {
            if (lease.IsAcquired)
            {
                return RateExcess.None;
            }
        }

        if (meter.Action != RateLimitAction.Delay)
        {
            return RateExcess.MessageLimiter;
        }

        NoteExcess(meter, RateExcess.MessageLimiter, RateLimitAction.Delay);
        _ = meter.DelayForAsync(limiter.AcquireAsync(), isGranted =>
        {
            if (isGranted)
            {
                _transport.ResumeReceive();
            }
            else
            {
                CloseFor(meter, RateExcess.MessageLimiter);
            }
        });
        return RateExcess.None;
    }

    private void CloseFor(SessionMeter meter, RateExcess excess)
    {
        NoteExcess(meter, excess, RateLimitAction.Close);
        var what = excess == RateExcess.ByteRate ? "bytes" : "messages";
        BeginClose(CloseStatus.PolicyViolation.WithReason($"The session sends more {what} than its endpoint takes in the time."), TagName.Of(excess));
    }

    private void NoteExcess(SessionMeter meter, RateExcess excess, RateLimitAction action)
    {
        _shared.Metrics?.RateLimited(TagName.Of(excess), TagName.Of(action));
        if (!meter.IsLogged)
        {
            meter.IsLogged = true;
            Log.RateExceeded(_shared.Logger, Id, TagName.Of(excess), TagName.Of(action));
        }
    }
}
