using Endpoints.Fuzz.Engine;
using Endpoints.Protocol;
using static Endpoints.Fuzz.Engine.BrokenInvariantException;

namespace Endpoints.Fuzz.Targets;

/// <summary>The incremental UTF-8 validator against a decoder that computes code points (RFC 3629 section 3).</summary>
internal sealed class Utf8Target : FuzzTarget
{
    // Long enough for vectors, short of a whole number of them.
    private static readonly byte[][] LongTexts = [[.. Enumerable.Repeat((byte)'a', 190)], [.. Enumerable.Repeat("\u20ac"u8.ToArray(), 65).SelectMany(letter => letter)]];

    public override string Name => "utf8";

    public override int MaxInputLength => 512;

    public override IReadOnlyList<byte[]> Dictionary { get; } =
    [
        [0xC1, 0xBF], [0xC2, 0x80], [0xDF, 0xBF], [0xE0, 0x9F, 0xBF], [0xE0, 0xA0, 0x80], [0xED, 0x9F, 0xBF], [0xED, 0xA0, 0x80],
        [0xEE, 0x80, 0x80], [0xEF, 0xBF, 0xBF], [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x90, 0x80, 0x80], [0xF4, 0x8F, 0xBF, 0xBF],
        [0xF4, 0x90], [0xF5], [0xFF], [0xE2, 0x82], [0xF0, 0x9F, 0x98], [0x80], "plain ASCII of some length, for the fast path"u8.ToArray(),
    ];

    public override IEnumerable<(string Name, byte[] Input)> Seeds() =>
    [
        ("ascii", "Hello"u8.ToArray()),
        ("kosme", "\u03ba\u1f79\u03c3\u03bc\u03b5"u8.ToArray()),
        ("kosme-surrogate", [0xCE, 0xBA, 0xE1, 0xBD, 0xB9, 0xCF, 0x83, 0xCE, 0xBC, 0xCE, 0xB5, 0xED, 0xA0, 0x80, 0x65]),
        ("all-lengths", "a\u00e4\u20ac\U0001F600"u8.ToArray()),
        ("largest", [0xF4, 0x8F, 0xBF, 0xBF]),
        ("past-largest", [0xF4, 0x90, 0x80, 0x80]),
        ("open-code-point", [0x41, 0xF0, 0x9F, 0x98]),
        ("long", [.. Enumerable.Repeat("\u20ac and so on "u8.ToArray(), 20).SelectMany(piece => piece)]),
    ];

    public override ulong Run(ReadOnlySpan<byte> input)
    {
        var behavior = new Behavior();
        var firstWrong = FindFirstWrong(input, out var isOpen);
        var isValid = firstWrong < 0 && !isOpen;
        Same(isValid, Utf8Validator.IsValid(input), "verdict on the whole");
        foreach (var before in LongTexts)
        {
            Same(isValid, Utf8Validator.IsValid([.. before, .. input]), "verdict behind a long text");
        }

        behavior.AddSize(firstWrong + 1);
        behavior.Add(isOpen);
        if (firstWrong >= 0)
        {
            behavior.Add(input[firstWrong] >> 4);
        }

        // As one chunk, byte by byte, and in pieces that the input itself decides on.
        var random = FuzzRandom.From(input);
        foreach (var largest in (ReadOnlySpan<int>)[Math.Max(1, input.Length), 1, 2, 5, 40])
        {
            var validator = new Utf8Validator();
            var at = 0;
            var failed = false;
            while (at < input.Length && !failed)
            {
                var piece = Math.Min(input.Length - at, largest == input.Length ? largest : 1 + random.Next(largest));
                failed = !validator.TryAppend(input.Slice(at, piece));
                Same(firstWrong >= at && firstWrong < at + piece, failed, $"verdict on {piece} bytes at {at}");
                at += piece;
            }

            if (!failed)
            {
                Same(!isOpen, validator.IsComplete, "whether a code point is open at the end");
            }
        }

        return behavior.Value;
    }

    /// <summary>The first byte that no continuation could make valid; -1 when there is none.</summary>
    private static int FindFirstWrong(ReadOnlySpan<byte> text, out bool isOpen)
    {
        isOpen = false;
        for (var at = 0; at < text.Length;)
        {
            int first = text[at];
            var length = first < 0x80 ? 1 : first >> 5 == 0b110 ? 2 : first >> 4 == 0b1110 ? 3 : first >> 3 == 0b11110 ? 4 : 0;
            if (length == 0)
            {
                return at;
            }

            var value = length == 1 ? first : first & (0x7F >> length);
            for (var i = 1; i <= length; i++)
            {
                // What the bytes so far can still become: all ones and all zeros in the bits to come.
                var missing = 6 * (length - i);
                if (!CanBe(value << missing, ((value + 1) << missing) - 1, length))
                {
                    return at + i - 1;
                }

                if (i == length)
                {
                    break;
                }

                if (at + i == text.Length)
                {
                    isOpen = true;
                    return -1;
                }

                if (text[at + i] >> 6 != 0b10)
                {
                    return at + i;
                }

                value = (value << 6) | (text[at + i] & 0x3F);
            }

            at += length;
        }

        return -1;
    }

    /// <summary>Whether a range holds a scalar value that needs so many bytes.</summary>
    private static bool CanBe(int lowest, int highest, int length)
    {
        int[] smallest = [0, 0, 0x80, 0x800, 0x10000];
        var from = Math.Max(lowest, smallest[length]);
        var to = Math.Min(highest, 0x10FFFF);
        return from <= to && !(from >= 0xD800 && to <= 0xDFFF);
    }
}
