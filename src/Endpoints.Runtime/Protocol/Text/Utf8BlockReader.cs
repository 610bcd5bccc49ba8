using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Unicode;

namespace Endpoints.Protocol.Text;

/// <summary>The algorithm of <see cref="Utf8Lookup"/> on vectors of one size.</summary>
internal static class Utf8BlockReader<TBlock, TVector>
    where TBlock : struct, IUtf8Block<TVector>
    where TVector : struct
{
    // What can be wrong with a pair of bytes. Two continuations are wrong only where no lead byte before them asks for both.
    private const byte TooShort = 1 << 0;
    private const byte TooLong = 1 << 1;
    private const byte Overlong3 = 1 << 2;
    private const byte TooLarge = 1 << 3;
    private const byte Surrogate = 1 << 4;
    private const byte Overlong2 = 1 << 5;
    private const byte TooLargeOrOverlong4 = 1 << 6;
    private const byte TwoContinuations = 1 << 7;

    // These do not depend on the low half of the first byte.
    private const byte Carry = TooShort | TooLong | TwoContinuations;

    /// <summary>Each block looks at so many bytes before it.</summary>
    private const int Behind = 3;

    private static TVector FirstHigh
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TBlock.InEachLane(Vector128.Create(
            TooLong, TooLong, TooLong, TooLong, TooLong, TooLong, TooLong, TooLong,
            TwoContinuations, TwoContinuations, TwoContinuations, TwoContinuations,
            TooShort | Overlong2,
            TooShort,
            TooShort | Overlong3 | Surrogate,
            TooShort | TooLarge | TooLargeOrOverlong4));
    }

    private static TVector FirstLow
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TBlock.InEachLane(Vector128.Create(
            Carry | Overlong3 | Overlong2 | TooLargeOrOverlong4,
            Carry | Overlong2,
            Carry,
            Carry,
            Carry | TooLarge,
            Carry | TooLarge | TooLargeOrOverlong4,
            Carry | TooLarge | TooLargeOrOverlong4,
            Carry | TooLarge | TooLargeOrOverlong4,
            Carry | TooLarge | TooLargeOrOverlong4,
            Carry | TooLarge | TooLargeOrOverlong4,
            Carry | TooLarge | TooLargeOrOverlong4,
            Carry | TooLarge | TooLargeOrOverlong4,
            Carry | TooLarge | TooLargeOrOverlong4,
            Carry | TooLarge | TooLargeOrOverlong4 | Surrogate,
            Carry | TooLarge | TooLargeOrOverlong4,
            Carry | TooLarge | TooLargeOrOverlong4));
    }

    private static TVector SecondHigh
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TBlock.InEachLane(Vector128.Create(
            TooShort, TooShort, TooShort, TooShort, TooShort, TooShort, TooShort, TooShort,
            TooLong | Overlong2 | TwoContinuations | Overlong3 | TooLargeOrOverlong4,
            TooLong | Overlong2 | TwoContinuations | Overlong3 | TooLarge,
            TooLong | Overlong2 | TwoContinuations | Surrogate | TooLarge,
            TooLong | Overlong2 | TwoContinuations | Surrogate | TooLarge,
            TooShort, TooShort, TooShort, TooShort));
    }

    /// <inheritdoc cref="Utf8Lookup.IsValid"/>
    /// <param name="text">At least a vector and three bytes.</param>
    public static bool IsValid(ReadOnlySpan<byte> text)
    {
        ref byte start = ref MemoryMarshal.GetReference(text);
        nuint length = (uint)text.Length;
        nuint ascii = CountAscii(ref start, length);
        return ascii == length
            || (TryEnterBlocks(text, ascii, out nuint at) && AreBlocksValid(ref start, at, length) && EndsWhole(text));
    }

    /// <summary>How many bytes of ASCII it surely begins with: a number of blocks, or all.</summary>
    private static nuint CountAscii(ref byte start, nuint length)
    {
        nuint size = (uint)TBlock.Size;
        nuint at = 0;
        for (; at + (4 * size) <= length && IsAsciiGroup(ref start, at); at += 4 * size)
        {
        }

        for (; at + size <= length; at += size)
        {
            if (!TBlock.IsAscii(TBlock.Load(ref start, at)))
            {
                return at;
            }
        }

        return TBlock.IsAscii(TBlock.Load(ref start, length - size)) ? length : at;
    }

    /// <summary>Where the blocks begin: at the start of a text, behind code points that are validated apart.</summary>
    private static bool TryEnterBlocks(ReadOnlySpan<byte> text, nuint ascii, out nuint at)
    {
        at = ascii;
        if (ascii > 0)
        {
            return true;
        }

        int first = Behind;
        while (first < 2 * Behind && (text[first] & 0xC0) == 0x80)
        {
            first++;
        }

        at = (uint)first;
        return Utf8.IsValid(text[..first]);
    }

    private static bool AreBlocksValid(ref byte start, nuint at, nuint length)
    {
        nuint size = (uint)TBlock.Size;
        TVector firstHigh = FirstHigh;
        TVector firstLow = FirstLow;
        TVector secondHigh = SecondHigh;
        while (at + (4 * size) <= length)
        {
            TVector wrongInGroup = TBlock.Or(
                TBlock.Or(
                    Check(ref start, at, firstHigh, firstLow, secondHigh),
                    Check(ref start, at + size, firstHigh, firstLow, secondHigh)),
                TBlock.Or(
                    Check(ref start, at + (2 * size), firstHigh, firstLow, secondHigh),
                    Check(ref start, at + (3 * size), firstHigh, firstLow, secondHigh)));
            if (!TBlock.IsZero(wrongInGroup))
            {
                return false;
            }

            // The first group of ASCII was checked, too: a code point that the group before it left open would have shown.
            bool wasAscii = IsAsciiGroup(ref start, at);
            at += 4 * size;
            while (wasAscii && at + (4 * size) <= length && IsAsciiGroup(ref start, at))
            {
                at += 4 * size;
            }
        }

        // The last block overlaps with the one before it.
        TVector wrong = Check(ref start, length - size, firstHigh, firstLow, secondHigh);
        for (; at + size <= length; at += size)
        {
            wrong = TBlock.Or(wrong, Check(ref start, at, firstHigh, firstLow, secondHigh));
        }

        return TBlock.IsZero(wrong);
    }

    /// <summary>Bits for what is wrong with the bytes of a block, each in the light of those before it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Check(ref byte text, nuint at, TVector firstHigh, TVector firstLow, TVector secondHigh)
    {
        TVector block = TBlock.Load(ref text, at);
        TVector oneBefore = TBlock.Load(ref text, at - 1);
        TVector twoBefore = TBlock.Load(ref text, at - 2);
        TVector threeBefore = TBlock.Load(ref text, at - Behind);
        TVector pairs = TBlock.And(
            TBlock.And(
                TBlock.Lookup(firstHigh, TBlock.HighHalves(oneBefore)),
                TBlock.Lookup(firstLow, TBlock.Mask(oneBefore, 0x0F))),
            TBlock.Lookup(secondHigh, TBlock.HighHalves(block)));

        // The top bit is left where a lead of three bytes stands two before, or one of four three before.
        TVector third = TBlock.SubtractSaturate(twoBefore, 0xE0 - 0x80);
        TVector fourth = TBlock.SubtractSaturate(threeBefore, 0xF0 - 0x80);
        return TBlock.Xor(TBlock.Mask(TBlock.Or(third, fourth), TwoContinuations), pairs);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsAsciiGroup(ref byte text, nuint at)
    {
        nuint size = (uint)TBlock.Size;
        return TBlock.IsAscii(TBlock.Or(
            TBlock.Or(TBlock.Load(ref text, at), TBlock.Load(ref text, at + size)),
            TBlock.Or(TBlock.Load(ref text, at + (2 * size)), TBlock.Load(ref text, at + (3 * size)))));
    }

    /// <summary>Whether none of the last bytes is a lead that asks for more than there is. The rest was found valid.</summary>
    private static bool EndsWhole(ReadOnlySpan<byte> text) => text[^1] < 0xC0 && text[^2] < 0xE0 && text[^3] < 0xF0;
}
