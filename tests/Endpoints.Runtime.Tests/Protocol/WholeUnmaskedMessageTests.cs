using Endpoints.Protocol;
using Endpoints.TestKit.Frames;

namespace Endpoints.Runtime.Tests.Protocol;

/// <summary>A server's messages on the short way: what is read is what the reader makes of it in the client's role.</summary>
public sealed class WholeUnmaskedMessageTests
{
    private static readonly ReceiveLimits Limits = new(70_000, 69_999);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(127)]
    [InlineData(65_535)]
    public void A_message_is_read_in_place_whatever_its_size_is(int size)
    {
        var payload = Enumerable.Range(0, size).Select(i => (byte)('a' + (i % 26))).ToArray();
        foreach (var opcode in (Opcode[])[Opcode.Text, Opcode.Binary])
        {
            var frame = FrameBuilder.Frame(opcode, payload, mask: false);

            var consumed = WholeMessage.ReadUnmasked([.. frame, 0x81], Limits, out var read, out var content, out var isValid);

            Assert.Equal((frame.Length, opcode, true), (consumed, read, isValid));
            Assert.Equal(payload, content.ToArray());
            for (var cut = 0; cut < Math.Min(frame.Length, 10); cut++)
            {
                Assert.Equal(0, WholeMessage.ReadUnmasked(frame.AsSpan(0, cut), Limits, out _, out _, out _));
            }
        }
    }

    [Fact]
    public void Every_head_is_left_to_the_reader_or_read_as_the_reader_does()
    {
        for (var head = 0; head < 1 << 16; head++)
        {
            foreach (var extended in (byte[][])[[0, 100], [0, 126], [1, 4], [0xFF, 0xFF]])
            {
                Compare([(byte)(head >> 8), (byte)head, .. extended, .. Enumerable.Repeat((byte)0x42, 300)], Limits);
            }
        }
    }

    [Fact]
    public void Limits_are_the_readers()
    {
        foreach (var limits in (ReceiveLimits[])[new(10, 10), new(10, 9), new(9, 10), new(9, 9), new(11, 11)])
        {
            Compare(FrameBuilder.Frame(Opcode.Text, new byte[10], mask: false), limits);
        }
    }

    [Fact]
    public void Invalid_text_is_found()
    {
        Compare(FrameBuilder.Text([0x61, 0xFF], mask: false), Limits);
        Compare(FrameBuilder.Binary([0x61, 0xFF], mask: false), Limits);
    }

    private static void Compare(byte[] input, ReceiveLimits limits)
    {
        byte[] before = [.. input];
        var consumed = WholeMessage.ReadUnmasked(input, limits, out var opcode, out var payload, out var isValid);
        Assert.Equal(before, input);
        if (consumed == 0)
        {
            return;
        }

        using var reader = new MessageReader(EndpointRole.Client, limits);
        var result = reader.Read(input);
        Assert.Equal(consumed, result.Consumed);
        if (!isValid)
        {
            Assert.Equal(ProtocolRule.TextNotUtf8, result.Violation.Rule);
            return;
        }

        Assert.Equal(opcode == Opcode.Text ? ReadOutcome.Text : ReadOutcome.Binary, result.Outcome);
        Assert.True(payload.SequenceEqual(result.Payload));
    }
}
