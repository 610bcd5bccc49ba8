namespace Endpoints.Connections.Limiting;

/// <summary>How much of a <see cref="RateBound"/> is used: the bucket, seen from its empty side. Of one thread at a time.</summary>
/// <param name="now">The clock's timestamp.</param>
internal struct RateMeter(long now)
{
    // What dividing time may leave of an amount that has come back.
    private const double Rounding = 1e-6;

    private double _used;
    private long _at = now;

    /// <summary>
    /// Takes tokens, if there are enough, or all: more than the bucket holds are taken from a full one, which owes the rest then.
    /// </summary>
    /// <param name="amount">How many.</param>
    /// <param name="bound">The rate.</param>
    /// <param name="time">The clock, always the same.</param>
    public bool TrySpend(long amount, RateBound bound, TimeProvider time)
    {
        Refill(bound, time);
        if (_used > Rounding && _used + amount > bound.Burst + Rounding)
        {
            return false;
        }

        _used += amount;
        return true;
    }

    /// <summary>Takes tokens, be there enough or not.</summary>
    /// <inheritdoc cref="TrySpend"/>
    public void Spend(long amount, RateBound bound, TimeProvider time)
    {
        Refill(bound, time);
        _used += amount;
    }

    /// <summary>Gives tokens back that were taken just now.</summary>
    public void Return(long amount) => _used -= amount;

    /// <summary>How long it takes until there is one token; zero when there is.</summary>
    /// <inheritdoc cref="TrySpend"/>
    public TimeSpan UntilOne(RateBound bound, TimeProvider time)
    {
        Refill(bound, time);
        var missing = _used + 1 - bound.Burst;
        return missing <= Rounding || _used <= Rounding ? TimeSpan.Zero : TimeSpan.FromTicks((long)Math.Ceiling(missing * bound.Period.Ticks / bound.Amount));
    }

    /// <summary>Whether all tokens are there, so that nothing is lost by forgetting the meter.</summary>
    /// <inheritdoc cref="TrySpend"/>
    public bool IsFull(RateBound bound, TimeProvider time)
    {
        Refill(bound, time);
        return _used <= Rounding;
    }

    private void Refill(RateBound bound, TimeProvider time)
    {
        var now = time.GetTimestamp();
        if (now != _at)
        {
            _used = Math.Max(0, _used - ((double)time.GetElapsedTime(_at, now).Ticks * bound.Amount / bound.Period.Ticks));
            _at = now;
        }
    }
}
