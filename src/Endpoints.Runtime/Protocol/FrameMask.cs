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
    /// <summary>Applies the mask to the next bytes of a payload, in place.</summary>
    /// <param name="payload">The bytes.</param>
    /// <param name="key">The key, its four bytes in memory order (<see cref="FrameHeader.MaskKey"/>).</param>
    /// <param name="phase">0 at the start of the payload; then what the call before has returned.</param>
    /// <returns>The phase of the byte that follows.</returns>
    public static int Apply(Span<byte> payload, uint key, int phase)
    {
        key = Rotate(key, phase);
        ref byte next = ref MemoryMarshal.GetReference(payload);
        nuint remaining = (uint)payload.Length;

        // Whole vectors and words are multiples of four bytes, so the key stays in step through all of them.
        if (remaining >= (nuint)Vector128<byte>.Count)
        {
            next = ref ApplyVectors(ref next, ref remaining, key);
        }

        ulong wideKey = key | ((ulong)key << 32);
        for (; remaining >= sizeof(ulong); remaining -= sizeof(ulong))
        {
            Unsafe.WriteUnaligned(ref next, Unsafe.ReadUnaligned<ulong>(ref next) ^ wideKey);
            next = ref Unsafe.Add(ref next, sizeof(ulong));
        }

        if (remaining >= sizeof(uint))
        {
            Unsafe.WriteUnaligned(ref next, Unsafe.ReadUnaligned<uint>(ref next) ^ key);
            next = ref Unsafe.Add(ref next, sizeof(uint));
            remaining -= sizeof(uint);
        }

        for (; remaining > 0; remaining--)
        {
            next ^= FirstByte(key);
            key = Rotate(key, 1);
            next = ref Unsafe.Add(ref next, 1);
        }

        return (phase + payload.Length) & 3;
    }

    private static ref byte ApplyVectors(ref byte next, scoped ref nuint remaining, uint key)
    {
        if (Vector512.IsHardwareAccelerated && remaining >= (nuint)Vector512<byte>.Count)
        {
            Vector512<byte> mask = Vector512.Create(key).AsByte();
            nuint size = (nuint)Vector512<byte>.Count;
            for (; remaining >= size * 4; remaining -= size * 4)
            {
                // All loads before the stores: four independent chains for the processor.
                Vector512<byte> a = Vector512.LoadUnsafe(ref next) ^ mask;
                Vector512<byte> b = Vector512.LoadUnsafe(ref next, size) ^ mask;
                Vector512<byte> c = Vector512.LoadUnsafe(ref next, size * 2) ^ mask;
                Vector512<byte> d = Vector512.LoadUnsafe(ref next, size * 3) ^ mask;
                a.StoreUnsafe(ref next);
                b.StoreUnsafe(ref next, size);
                c.StoreUnsafe(ref next, size * 2);
                d.StoreUnsafe(ref next, size * 3);
                next = ref Unsafe.Add(ref next, size * 4);
            }

            for (; remaining >= size; remaining -= size)
            {
                (Vector512.LoadUnsafe(ref next) ^ mask).StoreUnsafe(ref next);
                next = ref Unsafe.Add(ref next, size);
            }
        }

        if (Vector256.IsHardwareAccelerated && remaining >= (nuint)Vector256<byte>.Count)
        {
            Vector256<byte> mask = Vector256.Create(key).AsByte();
            nuint size = (nuint)Vector256<byte>.Count;
            for (; remaining >= size * 4; remaining -= size * 4)
            {
                Vector256<byte> a = Vector256.LoadUnsafe(ref next) ^ mask;
                Vector256<byte> b = Vector256.LoadUnsafe(ref next, size) ^ mask;
                Vector256<byte> c = Vector256.LoadUnsafe(ref next, size * 2) ^ mask;
                Vector256<byte> d = Vector256.LoadUnsafe(ref next, size * 3) ^ mask;
                a.StoreUnsafe(ref next);
                b.StoreUnsafe(ref next, size);
                c.StoreUnsafe(ref next, size * 2);
                d.StoreUnsafe(ref next, size * 3);
                next = ref Unsafe.Add(ref next, size * 4);
            }

            for (; remaining >= size; remaining -= size)
            {
                (Vector256.LoadUnsafe(ref next) ^ mask).StoreUnsafe(ref next);
                next = ref Unsafe.Add(ref next, size);
            }
        }

        if (Vector128.IsHardwareAccelerated)
        {
            Vector128<byte> mask = Vector128.Create(key).AsByte();
            nuint size = (nuint)Vector128<byte>.Count;
            for (; remaining >= size; remaining -= size)
            {
                (Vector128.LoadUnsafe(ref next) ^ mask).StoreUnsafe(ref next);
                next = ref Unsafe.Add(ref next, size);
            }
        }

        return ref next;
    }

    /// <summary>The key with its byte <paramref name="phase"/> moved to the front in memory.</summary>
    private static uint Rotate(uint key, int phase) =>
        BitConverter.IsLittleEndian ? BitOperations.RotateRight(key, phase * 8) : BitOperations.RotateLeft(key, phase * 8);

    private static byte FirstByte(uint key) => BitConverter.IsLittleEndian ? (byte)key : (byte)(key >> 24);
}
