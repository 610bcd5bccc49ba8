using Endpoints.Protocol;
using Endpoints.TestKit.Frames;

namespace Endpoints.Runtime.Tests.Protocol;

public class ProtocolRulesTests
{
    [Fact]
    public void Exactly_seven_first_bytes_start_a_frame_outside_a_message_and_five_within_one()
    {
        Assert.Equal([0x01, 0x02, 0x81, 0x82, 0x88, 0x89, 0x8A], Allowed(isMessageOpen: false));
        Assert.Equal([0x00, 0x80, 0x88, 0x89, 0x8A], Allowed(isMessageOpen: true));

        static int[] Allowed(bool isMessageOpen) =>
            [.. Enumerable.Range(0, 256).Where(first => Check([(byte)first, 0x80, 1, 2, 3, 4], isMessageOpen) == ProtocolRule.None)];
    }

    [Fact]
    public void A_head_that_breaks_many_rules_always_names_the_same_one()
    {
        byte[] everything = FrameBuilder.Header((Opcode)0xF, ulong.MaxValue, fin: false, mask: false, rsv: ReservedBits.All);
        byte[] withoutBits = FrameBuilder.Header((Opcode)0xF, ulong.MaxValue, fin: false, mask: false);
        byte[] known = FrameBuilder.Header(Opcode.Ping, ulong.MaxValue, fin: false, mask: false);
        byte[] masked = FrameBuilder.Header(Opcode.Ping, ulong.MaxValue, fin: false);
        byte[] finite = FrameBuilder.Header(Opcode.Ping, 200, fin: false, form: LengthForm.Bits64);
        byte[] minimal = FrameBuilder.Header(Opcode.Ping, 200, fin: false);
        byte[] whole = FrameBuilder.Header(Opcode.Ping, 200);

        Assert.Equal(
            [
                ProtocolRule.ReservedBitSet,
                ProtocolRule.ReservedOpcode,
                ProtocolRule.ClientFrameNotMasked,
                ProtocolRule.LengthTopBitSet,
                ProtocolRule.LengthNotMinimal,
                ProtocolRule.ControlFrameFragmented,
                ProtocolRule.ControlFrameTooLong,
            ],
            new[] { everything, withoutBits, known, masked, finite, minimal, whole }.Select(head => Check(head, isMessageOpen: false)));
    }

    [Theory]
    [InlineData(10, 0, (int)ProtocolRule.None)]
    [InlineData(11, 0, (int)ProtocolRule.FrameTooLarge)]
    [InlineData(10, 90, (int)ProtocolRule.None)]
    [InlineData(10, 91, (int)ProtocolRule.MessageTooLarge)]
    [InlineData(0, 100, (int)ProtocolRule.None)]
    [InlineData(1, 100, (int)ProtocolRule.MessageTooLarge)]
    [InlineData(long.MaxValue, 100, (int)ProtocolRule.FrameTooLarge)]
    public void Sizes_are_held_to_the_frame_limit_and_then_to_the_message_limit(long payload, int before, int rule)
    {
        var limits = new ReceiveLimits(maxMessageSize: 100, maxFrameSize: 10);

        Assert.Equal((ProtocolRule)rule, ProtocolRules.CheckSize(payload, Opcode.Binary, before, limits));
    }

    [Theory]
    [InlineData(true, 20, 0, (int)ProtocolRule.None)]
    [InlineData(true, 21, 0, (int)ProtocolRule.MessageTooLarge)]
    [InlineData(true, 20, 1, (int)ProtocolRule.MessageTooLarge)]
    [InlineData(false, 30, 70, (int)ProtocolRule.None)]
    [InlineData(false, 30, 71, (int)ProtocolRule.MessageTooLarge)]
    [InlineData(true, 31, 0, (int)ProtocolRule.FrameTooLarge)]
    public void Text_and_binary_messages_have_limits_of_their_own(bool isText, long payload, int before, int rule)
    {
        var limits = new ReceiveLimits(maxTextSize: 20, maxBinarySize: 100, maxFrameSize: 30);
        var kind = isText ? Opcode.Text : Opcode.Binary;

        Assert.Equal((ProtocolRule)rule, ProtocolRules.CheckSize(payload, kind, before, limits));
        Assert.Equal(20, limits.MaxWholeSize);
    }

    [Theory]
    [InlineData(true, 41, (int)ProtocolRule.None)]
    [InlineData(false, 40, (int)ProtocolRule.None)]
    [InlineData(false, 41, (int)ProtocolRule.FrameTooLarge)]
    public void A_compressed_frame_is_held_to_a_frame_limit_that_is_below_its_kinds_message_limit(bool isText, long payload, int rule)
    {
        var limits = new ReceiveLimits(maxTextSize: 40, maxBinarySize: 100, maxFrameSize: 40);
        var kind = isText ? Opcode.Text : Opcode.Binary;

        Assert.Equal((ProtocolRule)rule, ProtocolRules.CheckCompressedSize(payload, kind, limits));
    }

    [Fact]
    public void The_largest_limits_do_not_overflow()
    {
        var largest = new ReceiveLimits(int.MaxValue, int.MaxValue);

        Assert.Equal(ProtocolRule.None, ProtocolRules.CheckSize(int.MaxValue, Opcode.Text, 0, largest));
        Assert.Equal(ProtocolRule.MessageTooLarge, ProtocolRules.CheckSize(int.MaxValue, Opcode.Text, 1, largest));
        Assert.Equal(ProtocolRule.FrameTooLarge, ProtocolRules.CheckSize(1L << 31, Opcode.Text, 0, largest));
    }

    private static ProtocolRule Check(byte[] head, bool isMessageOpen)
    {
        Assert.True(FrameHeaderReader.TryRead(head, out FrameHeader header));
        return ProtocolRules.CheckHeader(header, EndpointRole.Server, isMessageOpen, ReservedBits.None);
    }
}
