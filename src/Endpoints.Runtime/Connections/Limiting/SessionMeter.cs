using System.Threading.RateLimiting;

namespace Endpoints.Connections.Limiting;

/// <summary>
/// How much of its rate limit a session has used. Touched by the door's reader; while delivery is delayed, by the one timer or the one wait
/// that ends the delay.
/// </summary>
/// <param name="rates">The limits; <see langword="null"/> for none but the limiter's.</param>
/// <param name="limiter">The application's own limiter, which ends with the session; <see langword="null"/> for none.</param>
/// <param name="time">The session's clock.</param>
internal sealed class SessionMeter(SessionRates? rates, RateLimiter? limiter, TimeProvider time)
{
    private RateMeter _messages = new(time.GetTimestamp());
    private RateMeter _bytes = new(time.GetTimestamp());
    private ITimer? _timer;
    private volatile bool _isDelaying;

    /// <summary>What happens beyond the limits.</summary>
    public RateLimitAction Action => rates?.Action ?? RateLimitAction.Close;

    /// <summary>The application's own limiter.</summary>
    public RateLimiter? Limiter => limiter;

    /// <summary>Whether it was said in the log that the session goes beyond its limits; once is enough.</summary>
    public bool IsLogged { get; set; }

    /// <summary>Whether nothing may be read now.</summary>
    public bool IsDelaying => _isDelaying;

    /// <summary>Counts a message, or a control frame. With <see cref="RateLimitAction.Delay"/> it is always taken, and what comes behind it waits.</summary>
    /// <param name="bytes">The size of its payload.</param>
    /// <returns>The limit that it goes beyond; then it is not counted.</returns>
    public RateExcess Take(int bytes)
    {
        if (Action == RateLimitAction.Delay)
        {
            Spend(1, bytes);
            return RateExcess.None;
        }

        if (rates?.Messages is { } messages && !_messages.TrySpend(1, messages, time))
        {
            return RateExcess.MessageRate;
        }

        if (rates?.Bytes is { } limit && !_bytes.TrySpend(bytes, limit, time))
        {
            _messages.Return(rates.Messages is null ? 0 : 1);
            return RateExcess.ByteRate;
        }

        return RateExcess.None;
    }

    /// <summary>Counts a piece of a message that has begun.</summary>
    /// <param name="bytes">Its size.</param>
    /// <returns>The limit that it goes beyond.</returns>
    public RateExcess TakePiece(int bytes)
    {
        if (rates?.Bytes is not { } limit)
        {
            return RateExcess.None;
        }

        if (Action == RateLimitAction.Delay)
        {
            _bytes.Spend(bytes, limit, time);
            return RateExcess.None;
        }

        return _bytes.TrySpend(bytes, limit, time) ? RateExcess.None : RateExcess.ByteRate;
    }

    /// <summary>How long nothing more may be read; zero for not at all.</summary>
    /// <param name="excess">The limit that demands it.</param>
    public TimeSpan GetWait(out RateExcess excess)
    {
        excess = RateExcess.None;
        if (Action != RateLimitAction.Delay || rates is null)
        {
            return TimeSpan.Zero;
        }

        var forMessages = rates.Messages is { } messages ? _messages.UntilOne(messages, time) : TimeSpan.Zero;
        var forBytes = rates.Bytes is { } bytes ? _bytes.UntilOne(bytes, time) : TimeSpan.Zero;
        if (forMessages >= forBytes)
        {
            excess = forMessages > TimeSpan.Zero ? RateExcess.MessageRate : RateExcess.None;
            return forMessages;
        }

        excess = RateExcess.ByteRate;
        return forBytes;
    }

    /// <summary>Nothing is read from here on, until there is a token again.</summary>
    /// <param name="wait">How long that takes.</param>
    /// <param name="resume">Called then, from any thread.</param>
    public void Delay(TimeSpan wait, Action resume)
    {
        _isDelaying = true;
        _timer ??= time.CreateTimer(_ => Resume(resume), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(AtLeastOneTick(wait), Timeout.InfiniteTimeSpan);
    }

    /// <summary>Nothing is read from here on until the application's limiter lets one through.</summary>
    /// <param name="lease">What it promised.</param>
    /// <param name="resume">Called then, with whether it did, from any thread.</param>
    public async Task DelayForAsync(ValueTask<RateLimitLease> lease, Action<bool> resume)
    {
        _isDelaying = true;
        bool isGranted;
        try
        {
            using var granted = await lease.ConfigureAwait(false);
            isGranted = granted.IsAcquired;
        }
        catch (Exception)
        {
            // The session has ended, and its limiter with it; or the limiter is broken, and lets nothing through.
            isGranted = false;
        }

        _isDelaying = false;
        resume(isGranted);
    }

    /// <summary>The session has ended.</summary>
    public void End()
    {
        _timer?.Dispose();
        limiter?.Dispose();
    }

    private void Spend(int messages, int bytes)
    {
        if (rates?.Messages is { } messageLimit)
        {
            _messages.Spend(messages, messageLimit, time);
        }

        if (rates?.Bytes is { } byteLimit)
        {
            _bytes.Spend(bytes, byteLimit, time);
        }
    }

    private void Resume(Action resume)
    {
        // A timer may come early, by the coarseness of the clock.
        var left = GetWait(out _);
        if (left > TimeSpan.Zero)
        {
            _timer!.Change(AtLeastOneTick(left), Timeout.InfiniteTimeSpan);
            return;
        }

        _isDelaying = false;
        resume();
    }

    // Timers count in milliseconds.
    private static TimeSpan AtLeastOneTick(TimeSpan wait) => wait < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : wait;
}
