using System.Buffers;
using System.Diagnostics;

namespace Endpoints.Protocol;

/// <summary>
/// One contiguous pooled array in which a message is assembled. It grows with what has arrived, never with what was announced: a peer
/// has to send a byte for every two that it makes this end hold.
/// </summary>
internal struct MessageBuffer
{
    private const int SmallestCapacity = 256;

    /// <summary>The array; <see langword="null"/> while there is nothing to hold.</summary>
    public byte[]? Array { get; private set; }

    /// <summary>Bytes of the message in the array.</summary>
    public int Length { get; private set; }

    public readonly ReadOnlySpan<byte> Written => Array.AsSpan(0, Length);

    /// <summary>Copies a chunk behind what is there, and returns the copy.</summary>
    /// <param name="chunk">The bytes that arrived.</param>
    /// <param name="finalLength">What the message can grow to at most, so that the last growth does not overshoot.</param>
    public Span<byte> Append(ReadOnlySpan<byte> chunk, long finalLength)
    {
        int needed = Length + chunk.Length;
        Debug.Assert(needed <= finalLength, "The limits were checked at the frame's head.");
        if (Array is null || needed > Array.Length)
        {
            Grow(needed, finalLength);
        }

        Span<byte> copy = Array.AsSpan(Length, chunk.Length);
        chunk.CopyTo(copy);
        Length = needed;
        return copy;
    }

    /// <summary>Free bytes behind what is there, for a producer that says with <see cref="Advance"/> how many it has filled.</summary>
    /// <param name="wanted">Bytes that the first array has at least; later ones double.</param>
    /// <param name="least">Bytes that are free at least.</param>
    /// <param name="finalLength">What the message can grow to at most; no byte behind it is given out.</param>
    public Span<byte> GetRoom(int wanted, int least, int finalLength)
    {
        Debug.Assert(Length <= finalLength - least, "There is room.");
        if (Array is null || Array.Length - Length < least)
        {
            Grow(Array is null ? Math.Max(wanted, least) : Length + least, finalLength);
        }

        return Array.AsSpan(Length, Math.Min(Array!.Length, finalLength) - Length);
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
            ArrayPool<byte>.Shared.Return(array);
        }
    }

    private void Grow(int needed, long finalLength)
    {
        long doubled = Math.Max(needed * 2L, SmallestCapacity);
        byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(doubled, needed, Math.Min(finalLength, System.Array.MaxLength)));
        Written.CopyTo(larger);
        if (Array is not null)
        {
            ArrayPool<byte>.Shared.Return(Array);
        }

        Array = larger;
    }
}
