using System.Runtime.InteropServices;

namespace Endpoints.Connections.Limiting;

/// <summary>
/// How many handshakes each address has begun lately, over all endpoints of a host. Whoever could begin as many as ever is forgotten. Safe to
/// use from any thread.
/// </summary>
/// <param name="time">The host's clock.</param>
internal sealed class HandshakeRates(TimeProvider time)
{
    // Sweeping looks at all that are remembered, and so it is done only when they have doubled.
    private const int SmallestSweep = 1024;

    private readonly Lock _gate = new();
    private readonly Dictionary<UInt128, RateMeter> _addresses = [];
    private int _sweepAt = SmallestSweep;

    /// <summary>The addresses that are remembered.</summary>
    public int Remembered
    {
        get
        {
            lock (_gate)
            {
                return _addresses.Count;
            }
        }
    }

    /// <summary>Counts a handshake.</summary>
    /// <param name="address">Whose it is, see <see cref="ClientAddress"/>.</param>
    /// <param name="bound">The rate.</param>
    /// <param name="retryAfter">When the next one is within the rate; zero for now.</param>
    /// <returns>Whether this one is.</returns>
    public bool TryBegin(UInt128 address, RateBound bound, out TimeSpan retryAfter)
    {
        lock (_gate)
        {
            if (_addresses.Count >= _sweepAt)
            {
                Sweep(bound);
            }

            ref var meter = ref CollectionsMarshal.GetValueRefOrAddDefault(_addresses, address, out var isKnown);
            if (!isKnown)
            {
                meter = new RateMeter(time.GetTimestamp());
            }

            var isWithin = meter.TrySpend(1, bound, time);
            retryAfter = isWithin ? TimeSpan.Zero : meter.UntilOne(bound, time);
            return isWithin;
        }
    }

    private void Sweep(RateBound bound)
    {
        foreach (var address in _addresses.Keys)
        {
            // Removing is allowed while walking.
            if (CollectionsMarshal.GetValueRefOrNullRef(_addresses, address).IsFull(bound, time))
            {
                _addresses.Remove(address);
            }
        }

        _sweepAt = Math.Max(SmallestSweep, _addresses.Count * 2);
    }
}
