using System.Net.WebSockets;
using Endpoints.Protocol;
using Endpoints.TestKit.Frames;

namespace Endpoints.Conformance.Tests.Differential;

/// <summary>
/// Streams of frames with something wrong in them, read by our reader and by the platform's server. Both must take the same messages
/// and stop at the same place; where they do not, the difference has a name here and a line in docs/protocol.md.
/// </summary>
public class VerdictTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 20)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Damaged_streams_get_the_same_verdict(int seed)
    {
        var random = new Random(seed);
        var explained = 0;
        for (var i = 0; i < 150; i++)
        {
            var bytes = Damage(Stream(random), random);
            var ours = Verdicts.ReadOurs(bytes, out var difference);
            if (difference)
            {
                explained++;
                continue;
            }

            var theirs = await Verdicts.ReadTheirsAsync(bytes);
            if (IsCutCodePoint(ours, theirs))
            {
                explained++;
                continue;
            }

            Assert.True(ours.SequenceEqual(theirs), $"{Convert.ToHexString(bytes)}: ours [{string.Join("; ", ours)}], theirs [{string.Join("; ", theirs)}]");
        }

        Assert.True(explained < 75, $"{explained} of 150 streams are not compared at all.");
    }

    [Theory]
    [InlineData(125, false)]
    [InlineData(125, true)]
    [InlineData(65_535, true)]
    public async Task The_platform_takes_lengths_in_more_bytes_than_needed_and_we_refuse_them(int length, bool in64Bits)
    {
        var bytes = FrameBuilder.Frame(Opcode.Binary, new byte[length], form: in64Bits ? LengthForm.Bits64 : LengthForm.Bits16);

        Assert.Equal([Verdicts.Refused], Verdicts.ReadOurs(bytes, out var difference));
        Assert.True(difference);
        Assert.Equal([$"Binary {new string('0', 2 * length)}", Verdicts.Done], await Verdicts.ReadTheirsAsync(bytes));
    }

    [Fact]
    public async Task The_platform_takes_a_text_that_ends_within_a_code_point_if_its_last_frame_is_empty_and_we_refuse_it()
    {
        byte[] bytes = [.. FrameBuilder.Text([0xE2, 0x82], fin: false), .. FrameBuilder.Continuation([])];

        Assert.Equal([Verdicts.Refused], Verdicts.ReadOurs(bytes, out _));
        Assert.Equal(["Text E282", Verdicts.Done], await Verdicts.ReadTheirsAsync(bytes));
    }

    private static byte[] Stream(Random random)
    {
        var bytes = new List<byte>();
        for (var frames = 1 + random.Next(4); frames > 0; frames--)
        {
            var payload = new byte[random.Next(3) == 0 ? 126 + random.Next(10) : random.Next(12)];
            random.NextBytes(payload);
            var text = new string('\u20ac', random.Next(6));
            bytes.AddRange(random.Next(9) switch
            {
                0 => FrameBuilder.Text(text),
                1 => FrameBuilder.Binary(payload),
                2 => FrameBuilder.Fragments(Opcode.Text, System.Text.Encoding.UTF8.GetBytes(text), [1, 2, 2]),
                3 => FrameBuilder.Fragments(Opcode.Binary, payload, [0, 3]),
                4 => FrameBuilder.Ping("p"),
                5 => FrameBuilder.Pong("q"),
                6 => FrameBuilder.Text(payload),
                7 => FrameBuilder.Close(random.Next(2) == 0 ? 990 + random.Next(40) : random.Next(6000), random.Next(2) == 0 ? payload[..Math.Min(100, payload.Length)] : []),
                _ => FrameBuilder.Frame((Opcode)random.Next(16), payload, random.Next(2) == 0, random.Next(4) > 0, (ReservedBits)(random.Next(8) / 7 * 0x40)),
            });
        }

        return [.. bytes];
    }

    private static byte[] Damage(byte[] bytes, Random random)
    {
        if (random.Next(2) == 0)
        {
            bytes[random.Next(Math.Min(8, bytes.Length))] ^= (byte)(1 << random.Next(8));
        }

        // The platform reads a head's mask key before it looks at the head: what is behind must be there.
        return [.. bytes, .. FrameBuilder.Ping(new string('p', 125))];
    }

    /// <summary>Whether the platform took a text that ends within a code point: see the test of that name.</summary>
    private static bool IsCutCodePoint(List<string> ours, List<string> theirs)
    {
        var at = ours.Count - 1;
        if (ours[at] != Verdicts.Refused || theirs.Count <= at || !theirs[at].StartsWith("Text ", StringComparison.Ordinal))
        {
            return false;
        }

        var text = Convert.FromHexString(theirs[at][5..]);
        var validator = new Utf8Validator();
        return validator.TryAppend(text) && !validator.IsComplete;
    }
}
