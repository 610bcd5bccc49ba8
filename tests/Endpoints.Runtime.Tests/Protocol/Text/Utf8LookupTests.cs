using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Text;
using System.Text.Unicode;
using Endpoints.Protocol.Text;

namespace Endpoints.Runtime.Tests.Protocol.Text;

/// <summary>Every size of vector that this machine has must come to the verdict of the platform.</summary>
public class Utf8LookupTests
{
    private const int Length = 300;

    // One byte of each class of RFC 3629 section 4, and both ends of each.
    private static readonly byte[] Classes =
        [0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF];

    private delegate bool Validate(ReadOnlySpan<byte> text);

    public static TheoryData<int> Sizes
    {
        get
        {
            var sizes = new TheoryData<int> { 0, 128 };
            if (Avx2.IsSupported)
            {
                sizes.Add(256);
            }

            if (Avx512BW.IsSupported)
            {
                sizes.Add(512);
            }

            return sizes;
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void All_sequences_of_three_bytes_and_the_classes_of_four(int size)
    {
        var validate = For(size);
        var text = new byte[Utf8Lookup.ShortestText];
        text.AsSpan().Fill((byte)'a');
        var sequence = text.AsSpan(62, 4);
        for (var bits = 0; bits < 1 << 24; bits++)
        {
            sequence[0] = (byte)(bits >> 16);
            sequence[1] = (byte)(bits >> 8);
            sequence[2] = (byte)bits;
            AssertSame(validate, text, sequence);
        }

        for (var lead = 0xE0; lead <= 0xF8; lead++)
        {
            sequence[0] = (byte)lead;
            for (var second = 0; second <= byte.MaxValue; second++)
            {
                sequence[1] = (byte)second;
                foreach (var third in Classes)
                {
                    sequence[2] = third;
                    foreach (var fourth in Classes)
                    {
                        sequence[3] = fourth;
                        AssertSame(validate, text, sequence);
                    }
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Classes_at_every_place_of_a_text(int size)
    {
        var validate = For(size);
        foreach (var filler in (string[])["a", "ä", "あ", "😀"])
        {
            var unit = Encoding.UTF8.GetBytes(filler);
            var text = new byte[Length / unit.Length * unit.Length];
            for (var at = 0; at + 4 <= text.Length; at++)
            {
                foreach (var first in Classes)
                {
                    foreach (var second in Classes)
                    {
                        for (var i = 0; i < text.Length; i++)
                        {
                            text[i] = unit[i % unit.Length];
                        }

                        text[at] = first;
                        text[at + 1] = second;
                        Assert.True(Utf8.IsValid(text) == validate(text), Convert.ToHexString(text));
                    }
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Texts_of_every_length_and_cut_at_every_byte(int size)
    {
        var validate = For(size);
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("aä€あ😀", 80)));
        for (var length = Utf8Lookup.ShortestText; length <= text.Length; length++)
        {
            for (var start = 0; start < 15 && start + length <= text.Length; start++)
            {
                var piece = text.AsSpan(start, length);
                Assert.True(Utf8.IsValid(piece) == validate(piece), $"{start}, {length}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Random_text_with_random_faults(int size)
    {
        var validate = For(size);
        var random = new Random(3629);
        var invalid = 0;
        for (var round = 0; round < 50_000; round++)
        {
            var text = RandomText(random);
            for (var faults = random.Next(3); faults > 0; faults--)
            {
                text[random.Next(text.Length)] = (byte)random.Next(256);
            }

            var expected = Utf8.IsValid(text);
            invalid += expected ? 0 : 1;
            Assert.True(expected == validate(text), Convert.ToHexString(text));
        }

        Assert.InRange(invalid, 10_000, 40_000);
    }

    // Languages change within a text: blocks of ASCII between others take a way of their own.
    private static byte[] RandomText(Random random)
    {
        var text = new byte[Utf8Lookup.ShortestText + random.Next(1024) + 4];
        var written = 0;
        while (written < text.Length - 4)
        {
            var (from, to) = random.Next(4) switch { 0 => (0, 0x80), 1 => (0x80, 0x800), 2 => (0x800, 0xD800), _ => (0x10000, 0x110000) };
            for (var run = random.Next(300); run > 0 && written < text.Length - 4; run--)
            {
                written += new Rune(random.Next(from, to)).EncodeToUtf8(text.AsSpan(written));
            }
        }

        return text[..written];
    }

    // The bytes around the sequence are ASCII, so its own verdict is that of the text.
    private static void AssertSame(Validate validate, byte[] text, ReadOnlySpan<byte> sequence)
    {
        if (validate(text) != Utf8.IsValid(sequence))
        {
            Assert.Fail(Convert.ToHexString(sequence));
        }
    }

    private static Validate For(int size) => size switch
    {
        0 => Utf8Lookup.IsValid,
        128 => Utf8BlockReader<Utf8Block128, Vector128<byte>>.IsValid,
        256 => Utf8BlockReader<Utf8Block256, Vector256<byte>>.IsValid,
        _ => Utf8BlockReader<Utf8Block512, Vector512<byte>>.IsValid,
    };
}
