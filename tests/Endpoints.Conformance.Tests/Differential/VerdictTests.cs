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
    private const string Done = "waits for more";
    private const string Refused = "refused";

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
            var ours = ReadOurs(bytes, out var difference);
            if (difference)
            {
                explained++;
                continue;
            }

            var theirs = await ReadTheirsAsync(bytes);
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

        Assert.Equal([Refused], ReadOurs(bytes, out var difference));
        Assert.True(difference);
        Assert.Equal([$"Binary {new string('0', 2 * length)}", Done], await ReadTheirsAsync(bytes));
    }

    [Fact]
    public async Task The_platform_takes_a_text_that_ends_within_a_code_point_if_its_last_frame_is_empty_and_we_refuse_it()
    {
        byte[] bytes = [.. FrameBuilder.Text([0xE2, 0x82], fin: false), .. FrameBuilder.Continuation([])];

        Assert.Equal([Refused], ReadOurs(bytes, out _));
        Assert.Equal(["Text E282", Done], await ReadTheirsAsync(bytes));
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
        if (ours[at] != Refused || theirs.Count <= at || !theirs[at].StartsWith("Text ", StringComparison.Ordinal))
        {
            return false;
        }

        var text = Convert.FromHexString(theirs[at][5..]);
        var validator = new Utf8Validator();
        return validator.TryAppend(text) && !validator.IsComplete;
    }

    /// <summary>Events up to the first that ends the connection. Tells whether a difference that is explained decided.</summary>
    private static List<string> ReadOurs(byte[] bytes, out bool difference)
    {
        var events = new List<string>();
        difference = false;
        using var driver = new ReaderDriver();
        foreach (var read in driver.Feed([.. bytes]))
        {
            switch (read.Outcome)
            {
                case ReadOutcome.Text or ReadOutcome.Binary:
                    events.Add($"{read.Outcome} {read.Payload}");
                    break;
                case ReadOutcome.Close:
                    // The platform says 1000 where there is no code.
                    events.Add($"Close {(read.Payload.Length == 0 ? 1000 : read.CloseCode)}");
                    return events;
                case ReadOutcome.Violation:
                    difference = read.Rule is ProtocolRule.LengthNotMinimal or ProtocolRule.FrameTooLarge or ProtocolRule.MessageTooLarge;
                    events.Add(Refused);
                    return events;
            }
        }

        events.Add(Done);
        return events;
    }

    private static async Task<List<string>> ReadTheirsAsync(byte[] bytes)
    {
        var events = new List<string>();
        using var socket = WebSocket.CreateFromStream(new FiniteStream(bytes), new WebSocketCreationOptions { IsServer = true });
        var message = new List<byte>();

        // One byte at a time, or the platform would wait for a whole frame before it looks at the text.
        var buffer = new byte[1];
        try
        {
            while (true)
            {
                var result = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                if (result.MessageType == WebSocketMessageType.Close)
                {
                    events.Add($"Close {(int)socket.CloseStatus!}");
                    return events;
                }

                message.AddRange(buffer.AsSpan(0, result.Count));
                if (result.EndOfMessage)
                {
                    events.Add($"{result.MessageType} {Convert.ToHexString([.. message])}");
                    message.Clear();
                }
            }
        }
        catch (WebSocketException error)
        {
            events.Add(error.WebSocketErrorCode == WebSocketError.ConnectionClosedPrematurely ? Done : Refused);
            return events;
        }
    }

    /// <summary>Bytes, then the end of the connection. What is written goes nowhere.</summary>
    private sealed class FiniteStream(byte[] bytes) : MemoryStream([.. bytes], writable: true)
    {
        public override bool CanWrite => true;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => default;

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
