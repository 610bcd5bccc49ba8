using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Endpoints.Protocol;

/// <summary>
/// Masks a payload and, being its own inverse, unmasks it: octet i is XORed with octet i modulo 4 of the key (RFC 6455 section 5.3).
/// </summary>
internal static class FrameMask
{
    // Below it the aligned loop costs more than it saves.
    private const int LongPayload = 128;

    private const byte NotAscii = 0x80;
    private const ulong NotAsciiInWord = 0x8080_8080_8080_8080;

    /// <summary>Applies the mask to the next bytes of a payload, in place.</summary>
    /// <param name="payload">The bytes.</param>
    /// <param name="key">The key, its four bytes in memory order (<see cref="FrameHeader.MaskKey"/>).</param>
    /// <param name="phase">0 at the start of the payload; then what the call before has returned.</param>
    /// <returns>The phase of the byte that follows.</returns>
    public static int Apply(Span<byte> payload, uint key, int phase)
    {
        key = Rotate(key, phase);
        if (payload.Length < LongPayload)
        {
            ApplyShort(ref MemoryMarshal.GetReference(payload), (uint)payload.Length, key);
        }
        else
        {
            ApplyLong(ref MemoryMarshal.GetReference(payload), (uint)payload.Length, key);
        }

        return (phase + payload.Length) & 3;
    }

    /// <summary>Applies the mask to a whole payload, in place.</summary>
    /// <param name="payload">The bytes.</param>
    /// <param name="key">The key, its four bytes in memory order (<see cref="FrameHeader.MaskKey"/>).</param>
    /// <returns>Whether what came out was seen to be ASCII; of a long payload it is not known, which is false as well.</returns>
    public static bool ApplyToWhole(Span<byte> payload, uint key)
    {
        ref byte start = ref MemoryMarshal.GetReference(payload);
        if (payload.Length < LongPayload)
        {
            return ApplyShort(ref start, (uint)payload.Length, key);
        }

        ApplyLong(ref start, (uint)payload.Length, key);
        return false;
    }

    /// <summary>Copies a whole payload, and applies the mask on the way.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="destination">At least as long, and somewhere else.</param>
    /// <param name="key">The key, its four bytes in memory order (<see cref="FrameHeader.MaskKey"/>).</param>
    public static void Copy(ReadOnlySpan<byte> payload, Span<byte> destination, uint key)
    {
        destination = destination[..payload.Length];
        nuint size = (nuint)Vector512<byte>.Count;
        nuint length = (nuint)payload.Length;
        ref byte source = ref MemoryMarshal.GetReference(payload);
        ref byte target = ref MemoryMarshal.GetReference(destination);
        Vector512<byte> mask = Vector512.Create(key).AsByte();
        nuint at = 0;
        for (; at + size <= length; at += size)
        {
            (Vector512.LoadUnsafe(ref source, at) ^ mask).StoreUnsafe(ref target, at);
        }

        // A whole number of keys lies before the rest.
        Span<byte> rest = destination[(int)at..];
        payload[(int)at..].CopyTo(rest);
        Apply(rest, key, phase: 0);
    }

    /// <summary>
    /// The last word overlaps with the one before it: it is computed before, and stored after, all others, with a key that is turned to
    /// where it starts. Returns whether the result is ASCII, which costs next to nothing here.
    /// </summary>
    private static bool ApplyShort(ref byte start, nuint length, uint key)
    {
        uint lastKey = Rotate(key, (int)(length & 3));
        if (length >= (nuint)Vector128<byte>.Count)
        {
            Vector128<byte> mask = Vector128.Create(key).AsByte();
            nuint end = length - (nuint)Vector128<byte>.Count;
            Vector128<byte> last = Vector128.LoadUnsafe(ref start, end) ^ Vector128.Create(lastKey).AsByte();
            Vector128<byte> seen = last;
            for (nuint at = 0; at < end; at += (nuint)Vector128<byte>.Count)
            {
                Vector128<byte> next = Vector128.LoadUnsafe(ref start, at) ^ mask;
                next.StoreUnsafe(ref start, at);
                seen |= next;
            }

            last.StoreUnsafe(ref start, end);
            return (seen & Vector128.Create(NotAscii)) == Vector128<byte>.Zero;
        }

        if (length >= sizeof(ulong))
        {
            ref byte end = ref Unsafe.Add(ref start, length - sizeof(ulong));
            ulong last = Unsafe.ReadUnaligned<ulong>(ref end) ^ Double(lastKey);
            ulong first = Unsafe.ReadUnaligned<ulong>(ref start) ^ Double(key);
            Unsafe.WriteUnaligned(ref start, first);
            Unsafe.WriteUnaligned(ref end, last);
            return ((first | last) & NotAsciiInWord) == 0;
        }

        if (length >= sizeof(uint))
        {
            ref byte end = ref Unsafe.Add(ref start, length - sizeof(uint));
            uint last = Unsafe.ReadUnaligned<uint>(ref end) ^ lastKey;
            uint first = Unsafe.ReadUnaligned<uint>(ref start) ^ key;
            Unsafe.WriteUnaligned(ref start, first);
            Unsafe.WriteUnaligned(ref end, last);
            return ((first | last) & unchecked((uint)NotAsciiInWord)) == 0;
        }

        int all = 0;
        for (nuint at = 0; at < length; at++)
        {
            ref byte next = ref Unsafe.Add(ref start, at);
            next ^= FirstByte(key);
            key = Rotate(key, 1);
            all |= next;
        }

        return all < NotAscii;
    }

    // Where a vector has less than 512 bits, the runtime makes one operation into two or four; that is no slower than loops of their own.
    private static void ApplyLong(ref byte start, nuint length, uint key)
    {
        nuint size = (nuint)Vector512<byte>.Count;
        ref byte end = ref Unsafe.Add(ref start, length - size);

        // The first and the last vector overlap with the aligned ones between them: they are computed before, and stored after those.
        Vector512<byte> first = Vector512.LoadUnsafe(ref start) ^ Vector512.Create(key).AsByte();
        Vector512<byte> last = Vector512.LoadUnsafe(ref end) ^ Vector512.Create(Rotate(key, (int)(length & 3))).AsByte();

        nuint at = GetDistanceToAlignment(ref start);
        Vector512<byte> mask = Vector512.Create(Rotate(key, (int)(at & 3))).AsByte();
        for (; at + (size * 4) <= length; at += size * 4)
        {
            // All loads before the stores: four independent chains for the processor.
            Vector512<byte> a = Vector512.LoadUnsafe(ref start, at) ^ mask;
            Vector512<byte> b = Vector512.LoadUnsafe(ref start, at + size) ^ mask;
            Vector512<byte> c = Vector512.LoadUnsafe(ref start, at + (size * 2)) ^ mask;
            Vector512<byte> d = Vector512.LoadUnsafe(ref start, at + (size * 3)) ^ mask;
            a.StoreUnsafe(ref start, at);
            b.StoreUnsafe(ref start, at + size);
            c.StoreUnsafe(ref start, at + (size * 2));
            d.StoreUnsafe(ref start, at + (size * 3));
        }

        for (; at + size <= length; at += size)
        {
            (Vector512.LoadUnsafe(ref start, at) ^ mask).StoreUnsafe(ref start, at);
        }

        first.StoreUnsafe(ref start);
        last.StoreUnsafe(ref end);
    }

    // Only speed depends on it, so it does no harm if the collector moves the array in between.
    private static unsafe nuint GetDistanceToAlignment(ref byte start) =>
        (0 - (nuint)Unsafe.AsPointer(ref start)) & (nuint)(Vector512<byte>.Count - 1);

    /// <summary>The key with its byte <paramref name="phase"/> moved to the front in memory.</summary>
    private static uint Rotate(uint key, int phase) =>
        BitConverter.IsLittleEndian ? BitOperations.RotateRight(key, phase * 8) : BitOperations.RotateLeft(key, phase * 8);

    private static ulong Double(uint key) => key | ((ulong)key << 32);

    private static byte FirstByte(uint key) => BitConverter.IsLittleEndian ? (byte)key : (byte)(key >> 24);
}
