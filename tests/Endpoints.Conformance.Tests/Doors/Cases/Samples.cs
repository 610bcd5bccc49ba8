using System.Text;

namespace Endpoints.Conformance.Tests.Doors.Cases;

/// <summary>Payloads; the same ones each time.</summary>
internal static class Samples
{
    /// <summary>Text of exactly this many bytes, with code points of every length where there is room.</summary>
    public static byte[] Text(int length)
    {
        var pattern = "The quick brown fox; κόσμε, žluťoučký kůň, 天地玄黃, 😀🚀. "u8;
        var text = new byte[length];
        for (var start = 0; start < length; start += pattern.Length)
        {
            pattern[..Math.Min(pattern.Length, length - start)].CopyTo(text.AsSpan(start));
        }

        // No code point may be cut off at the end.
        for (var i = length - 1; i >= 0 && !System.Text.Unicode.Utf8.IsValid(text); i--)
        {
            text[i] = (byte)'.';
        }

        return text;
    }

    /// <summary>Bytes that hardly compress.</summary>
    public static byte[] Noise(int length, int seed = 7)
    {
        // xorshift64: Random with a seed takes ten times as long, and there are hundreds of megabytes to make.
        var bytes = new byte[length];
        var state = 0x9E3779B97F4A7C15UL + (ulong)seed;
        for (var i = 0; i < length; i++)
        {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            bytes[i] = (byte)(state >> 32);
        }

        return bytes;
    }

    /// <summary>Text as applications send it, each number another one.</summary>
    public static byte[] Json(int number, int length)
    {
        var text = new StringBuilder();
        for (var i = number; text.Length < length; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $$"""{"id":{{i}},"price":{{(i * 7919) % 1000}},"name":"item {{i % 17}}","tags":["a","b"]},""");
        }

        return Encoding.ASCII.GetBytes(text.ToString(0, length));
    }

    /// <summary>As many equal sizes as it takes to cut a length; the last piece is what is left.</summary>
    public static int[] Sizes(int length, int size) => [.. Enumerable.Repeat(size, Math.Max(0, (length - 1) / size))];
}
