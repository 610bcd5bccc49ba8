using System.Buffers;
using System.Diagnostics;
using System.Numerics;

namespace Endpoints.Protocol;

/// <summary>
/// One contiguous pooled array in which a message is assembled. It grows with what has arrived, never with what was announced: a peer
/// has to send a byte for every two that it makes this end hold.
/// </summary>
/// <param name="ledger">Who is asked before the array grows; <see langword="null"/> where nobody counts.</param>
/// <param name="pool">Lends the array; <see langword="null"/> for the shared pool. Its sizes are powers of two.</param>
internal struct MessageBuffer(IMemoryLedger? ledger, ArrayPool<byte>? pool = null)
{
    private const int SmallestCapacity = 256;

    // The pool's arrays have lengths that are powers of two, up to this one.
    private const int LargestPooled = 1 << 30;

    private readonly IMemoryLedger? _ledger = ledger;
    private readonly ArrayPool<byte>? _pool = pool;
    private int _taken;

    /// <summary>The array; <see langword="null"/> while there is nothing to hold.</summary>
    public byte[]? Array { get; private set; }

    /// <summary>Bytes of the message in the array.</summary>
    public int Length { get; private set; }

    public readonly ReadOnlySpan<byte> Written => Array.AsSpan(0, Length);

    private readonly ArrayPool<byte> Pool => _pool ?? ArrayPool<byte>.Shared;

    /// <summary>Copies a chunk behind what is there.</summary>
    /// <param name="chunk">The bytes that arrived.</param>
    /// <param name="finalLength">What the message can grow to at most, so that the last growth does not overshoot.</param>
    /// <param name="copy">The copy.</param>
    /// <returns><see cref="ProtocolRule.None"/>, or the limit for which there is no room; nothing has changed then.</returns>
    public ProtocolRule Append(ReadOnlySpan<byte> chunk, long finalLength, out Span<byte> copy)
    {
        int needed = Length + chunk.Length;
        Debug.Assert(needed <= finalLength, "The limits were checked at the frame's head.");
        if (Array is null || needed > Array.Length)
        {
            ProtocolRule full = Grow(needed, finalLength);
            if (full != ProtocolRule.None)
            {
                copy = default;
                return full;
            }
        }

        copy = Array.AsSpan(Length, chunk.Length);
        chunk.CopyTo(copy);
        Length = needed;
        return ProtocolRule.None;
    }

    /// <summary>Free bytes behind what is there, for a producer that says with <see cref="Advance"/> how many it has filled.</summary>
    /// <param name="wanted">Bytes that the first array has at least; later ones double.</param>
    /// <param name="least">Bytes that are free at least.</param>
    /// <param name="finalLength">What the message can grow to at most; no byte behind it is given out.</param>
    /// <param name="room">The free bytes.</param>
    /// <inheritdoc cref="Append" path="/returns"/>
    public ProtocolRule GetRoom(int wanted, int least, int finalLength, out Span<byte> room)
    {
        Debug.Assert(Length <= finalLength - least, "There is room.");
        if (Array is null || Array.Length - Length < least)
        {
            ProtocolRule full = Grow(Array is null ? Math.Max(wanted, least) : Length + least, finalLength);
            if (full != ProtocolRule.None)
            {
                room = default;
                return full;
            }
        }

        room = Array.AsSpan(Length, Math.Min(Array!.Length, finalLength) - Length);
        return ProtocolRule.None;
    }

    /// <summary>Counts bytes in that were written to <see cref="GetRoom"/>.</summary>
    public void Advance(int count) => Length += count;

    /// <summary>Takes bytes off the end.</summary>
    public void RemoveLast(int count) => Length -= count;

    /// <summary>Gives the array back to the pool.</summary>
    public void Release()
    {
        byte[]? array = Array;
        Array = null;
        Length = 0;
        if (array is not null)
        {
            Pool.Return(array);
            _ledger?.Return(_taken);
            _taken = 0;
        }
    }

    /// <summary>Gives the array away: it goes back to the pool, and what was taken for it to the ledger, by the caller.</summary>
    /// <param name="taken">What the ledger has counted.</param>
    public byte[] Detach(out int taken)
    {
        byte[] array = Array!;
        (Array, Length, taken, _taken) = (null, 0, _taken, 0);
        return array;
    }

    private static int RentalSize(int length) =>
        length <= LargestPooled ? (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(length, 16)) : length;

    private ProtocolRule Grow(int needed, long finalLength)
    {
        long doubled = Math.Max(needed * 2L, SmallestCapacity);
        int size = RentalSize((int)Math.Clamp(doubled, needed, Math.Min(finalLength, System.Array.MaxLength)));
        if (_ledger is not null)
        {
            ProtocolRule full = _ledger.TryTake(size - _taken);
            if (full != ProtocolRule.None)
            {
                // Room to spare is a wish, room for what came is not.
                int least = RentalSize(needed);
                if (least == size || _ledger.TryTake(least - _taken) != ProtocolRule.None)
                {
                    return full;
                }

                size = least;
            }

            _taken = size;
        }

        byte[] larger = Pool.Rent(size);
        Written.CopyTo(larger);
        if (Array is not null)
        {
            Pool.Return(Array);
        }

        Array = larger;
        return ProtocolRule.None;
    }
}
