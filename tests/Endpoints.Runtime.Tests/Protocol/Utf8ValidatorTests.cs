using System.Text.Unicode;
using Endpoints.Protocol;

namespace Endpoints.Runtime.Tests.Protocol;

public class Utf8ValidatorTests
{
    /// <summary>Bytes on both sides of every boundary in the table of RFC 3629 section 4.</summary>
    private static readonly byte[] BoundaryBytes =
    [
        0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF,
        0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF,
    ];

    [Fact]
    public void All_sequences_of_one_and_two_bytes_get_the_verdict_of_the_platform()
    {
        for (int first = 0; first <= 0xFF; first++)
        {
            Check([(byte)first]);
            for (int second = 0; second <= 0xFF; second++)
            {
                Check([(byte)first, (byte)second]);
            }
        }
    }

    [Fact]
    public void All_sequences_of_three_bytes_get_the_verdict_of_the_platform()
    {
        Span<byte> text = stackalloc byte[3];
        for (int bits = 0; bits < 1 << 24; bits++)
        {
            text[0] = (byte)(bits >> 16);
            text[1] = (byte)(bits >> 8);
            text[2] = (byte)bits;
            var whole = new Utf8Validator();
            bool verdict = whole.TryAppend(text) && whole.IsComplete;
            if (verdict != Utf8.IsValid(text))
            {
                Assert.Fail($"{Convert.ToHexString(text)} whole: {verdict}");
            }
        }
    }

    [Fact]
    public void Sequences_of_three_bytes_at_all_boundaries_get_the_verdict_of_the_platform_however_split()
    {
        foreach (byte first in BoundaryBytes)
        {
            foreach (byte second in BoundaryBytes)
            {
                for (int third = 0; third <= 0xFF; third++)
                {
                    Check([first, second, (byte)third]);
                }
            }
        }
    }

    [Fact]
    public void Sequences_of_four_bytes_at_all_boundaries_get_the_verdict_of_the_platform_however_split()
    {
        foreach (byte first in BoundaryBytes)
        {
            foreach (byte second in BoundaryBytes)
            {
                foreach (byte third in BoundaryBytes)
                {
                    foreach (byte fourth in BoundaryBytes)
                    {
                        Check([first, second, third, fourth]);
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData("80")]
    [InlineData("BF")]
    [InlineData("C0")]
    [InlineData("C1")]
    [InlineData("C241")]
    [InlineData("C2C2")]
    [InlineData("E080")]
    [InlineData("E09F")]
    [InlineData("EDA0")]
    [InlineData("EDBF")]
    [InlineData("E18041")]
    [InlineData("F080")]
    [InlineData("F08F")]
    [InlineData("F490")]
    [InlineData("F1808041")]
    [InlineData("F5")]
    [InlineData("FF")]
    public void The_first_wrong_byte_is_refused_though_the_code_point_has_not_ended(string hex)
    {
        byte[] wrong = Convert.FromHexString(hex);
        foreach (byte[] before in new[] { [], "plain"u8.ToArray(), "ä∀🎈"u8.ToArray() })
        {
            var validator = new Utf8Validator();
            Assert.True(validator.TryAppend([.. before, .. wrong[..^1]]));
            Assert.False(validator.TryAppend(wrong.AsSpan(wrong.Length - 1)));

            var whole = new Utf8Validator();
            Assert.False(whole.TryAppend([.. before, .. wrong]));
        }
    }

    [Fact]
    public void A_code_point_is_open_until_its_last_byte()
    {
        foreach (string text in new[] { "é", "∀", "🎈" })
        {
            byte[] bytes = System.Text.Encoding.UTF8.GetBytes(text);
            var validator = new Utf8Validator();
            Assert.True(validator.IsComplete);
            for (int i = 0; i < bytes.Length; i++)
            {
                Assert.True(validator.TryAppend(bytes.AsSpan(i, 1)));
                Assert.Equal(i == bytes.Length - 1, validator.IsComplete);
                Assert.True(validator.TryAppend([]));
            }
        }
    }

    [Fact]
    public void Random_text_is_valid_however_chopped_and_one_flipped_byte_is_found_as_the_platform_finds_it()
    {
        var random = new Random(6455);
        string alphabet = "a\0é߿ࠀ∀￿𐀀🎈";
        System.Text.Rune[] runes = [.. alphabet.EnumerateRunes()];
        for (int round = 0; round < 500; round++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(80)).Select(_ => runes[random.Next(runes.Length)].ToString()));
            byte[] bytes = System.Text.Encoding.UTF8.GetBytes(text);
            if (round % 2 == 1 && bytes.Length > 0)
            {
                bytes[random.Next(bytes.Length)] ^= (byte)random.Next(1, 256);
            }

            var validator = new Utf8Validator();
            bool verdict = true;
            for (int start = 0; verdict && start < bytes.Length;)
            {
                int end = Math.Min(bytes.Length, start + random.Next(0, 20));
                verdict = validator.TryAppend(bytes.AsSpan(start..end));
                start = end;
            }

            Assert.Equal(Utf8.IsValid(bytes), verdict && validator.IsComplete);
        }
    }

    /// <summary>Whole, byte by byte and in two pieces; and refused early exactly when no continuation could repair it.</summary>
    private static void Check(ReadOnlySpan<byte> text)
    {
        bool expected = Utf8.IsValid(text);
        var byByte = new Utf8Validator();
        bool accepted = true;
        foreach (byte next in text)
        {
            accepted = accepted && byByte.TryAppend([next]);
        }

        Same(expected, accepted && byByte.IsComplete, text, "byte by byte");

        for (int cut = 0; cut <= text.Length; cut++)
        {
            var halves = new Utf8Validator();
            bool verdict = halves.TryAppend(text[..cut]) && halves.TryAppend(text[cut..]);
            Same(accepted, verdict, text, $"cut at {cut}, refusal");
            Same(expected, verdict && halves.IsComplete, text, $"cut at {cut}");
        }

        Same(accepted, expected || CanBeCompleted(text), text, "refused at the first wrong byte");
    }

    /// <summary>Whether some bytes behind the text make it valid. At most three are missing; the boundary values are enough.</summary>
    private static bool CanBeCompleted(ReadOnlySpan<byte> text)
    {
        foreach (byte next in (ReadOnlySpan<byte>)[0x80, 0x90, 0xA0])
        {
            if (Utf8.IsValid([.. text, next]) || Utf8.IsValid([.. text, next, 0x80]) || Utf8.IsValid([.. text, next, 0x80, 0x80]))
            {
                return true;
            }
        }

        return false;
    }

    private static void Same(bool expected, bool actual, ReadOnlySpan<byte> text, string how)
    {
        if (expected != actual)
        {
            Assert.Fail($"{Convert.ToHexString(text)} {how}: {actual}");
        }
    }
}
