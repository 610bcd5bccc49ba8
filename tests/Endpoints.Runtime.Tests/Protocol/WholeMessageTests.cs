using Endpoints.Protocol;
using Endpoints.TestKit.Frames;

namespace Endpoints.Runtime.Tests.Protocol;

/// <summary>What is read on the short way is what the reader makes of it; where it is not, the reader gets its input untouched.</summary>
public class WholeMessageTests
{
    private static readonly ReceiveLimits Limits = new(70_000, 69_999);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(20)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(129)]
    [InlineData(65_535)]
    public void A_message_is_read_in_place_whatever_its_size_is(int size)
    {
        var payload = Enumerable.Range(0, size).Select(i => (byte)('a' + (i % 26))).ToArray();
        foreach (var opcode in (Opcode[])[Opcode.Text, Opcode.Binary])
        {
            byte[] frame = FrameBuilder.Frame(opcode, payload);
            byte[] input = [.. frame, 0x81];

            var consumed = WholeMessage.Read(input, Limits, out var read, out var content, out var isValid);

            Assert.Equal(frame.Length, consumed);
            Assert.Equal(opcode, read);
            Assert.True(isValid);
            Assert.Equal(payload, content.ToArray());
            Assert.Equal(0x81, input[^1]);
        }
    }

    [Fact]
    public void Every_head_is_left_to_the_reader_or_read_as_the_reader_does()
    {
        for (var head = 0; head < 1 << 16; head++)
        {
            foreach (var extended in (byte[][])[[0, 100], [0, 126], [1, 4], [0xFF, 0xFF]])
            {
                byte[] input = [(byte)(head >> 8), (byte)head, .. extended, 0x37, 0xFA, 0x21, 0x3D, .. Enumerable.Repeat((byte)0x42, 300)];
                Compare(input, Limits);
            }
        }
    }

    [Fact]
    public void Invalid_text_is_found_at_every_place_and_size()
    {
        for (var size = 1; size < 200; size++)
        {
            for (var wrong = 0; wrong < size; wrong++)
            {
                var payload = Enumerable.Repeat((byte)'x', size).ToArray();
                payload[wrong] = 0xFF;
                Compare(FrameBuilder.Text(payload), Limits);
                Compare(FrameBuilder.Binary(payload), Limits);
            }
        }
    }

    [Fact]
    public void Text_beyond_ascii_is_valid()
    {
        for (var letters = 1; letters < 100; letters++)
        {
            Compare(FrameBuilder.Text(string.Concat(Enumerable.Repeat("ü€", letters))), Limits);
        }
    }

    [Theory]
    [InlineData(100, 100, 100, true)]
    [InlineData(101, 100, 100, false)]
    [InlineData(101, 200, 100, false)]
    [InlineData(101, 100, 200, false)]
    public void The_limits_count_to_the_byte(int size, int maxMessage, int maxFrame, bool isRead)
    {
        var limits = new ReceiveLimits(maxMessage, maxFrame);
        Assert.Equal(isRead, WholeMessage.Read(FrameBuilder.Binary(new byte[size]), limits, out _, out _, out _) > 0);
    }

    [Fact]
    public void A_message_that_is_not_whole_is_left_as_it_was()
    {
        foreach (var size in (int[])[0, 5, 125, 126, 1000])
        {
            var frame = FrameBuilder.Text(new string('a', size));
            for (var length = 0; length < frame.Length; length++)
            {
                var input = frame[..length];
                Assert.Equal(0, WholeMessage.Read(input, Limits, out _, out _, out _));
                Assert.Equal(frame[..length], input);
            }
        }
    }

    private static void Compare(byte[] input, in ReceiveLimits limits)
    {
        byte[] again = [.. input];
        var consumed = WholeMessage.Read(input, limits, out var opcode, out var payload, out var isValid);
        if (consumed == 0)
        {
            Assert.Equal(again, input);
            return;
        }

        using var reader = new MessageReader(EndpointRole.Server, limits);
        var expected = reader.Read(again);
        Assert.Equal(expected.Consumed, consumed);
        if (!isValid)
        {
            Assert.Equal(ProtocolRule.TextNotUtf8, expected.Violation.Rule);
            return;
        }

        Assert.Equal(expected.Outcome, opcode == Opcode.Text ? ReadOutcome.Text : ReadOutcome.Binary);
        Assert.True(expected.Payload.SequenceEqual(payload));
    }
}
