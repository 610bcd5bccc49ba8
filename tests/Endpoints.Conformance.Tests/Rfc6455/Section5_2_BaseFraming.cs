using Endpoints.Protocol;
using Endpoints.TestKit.Frames;
using static Endpoints.Conformance.Tests.Rfc6455.Conversation;

namespace Endpoints.Conformance.Tests.Rfc6455;

/// <summary>Section 5.2: reserved bits, opcodes and the three forms of the payload length.</summary>
public class Section5_2_BaseFraming
{
    public static TheoryData<byte> EveryReservedCombination => [0x10, 0x20, 0x30, 0x40, 0x50, 0x60, 0x70];

    public static TheoryData<byte> ReservedOpcodes => [0x3, 0x4, 0x5, 0x6, 0x7, 0xB, 0xC, 0xD, 0xE, 0xF];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(127)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    public void Payloads_on_both_sides_of_every_length_boundary_are_read(int length)
    {
        byte[] payload = [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7))];
        string text = new('*', length);

        Reads(
            [.. FrameBuilder.Binary(payload), .. FrameBuilder.Text(text), .. FrameBuilder.Ping()],
            ReaderEvent.Binary(payload),
            ReaderEvent.Text(text),
            ReaderEvent.Ping());
    }

    [Theory]
    [MemberData(nameof(EveryReservedCombination))]
    public void A_reserved_bit_is_refused_on_every_kind_of_frame(byte bits)
    {
        foreach (byte opcode in new byte[] { 0x0, 0x1, 0x2, 0x8, 0x9, 0xA })
        {
            Violates(FrameBuilder.Frame((Opcode)opcode, [], rsv: (ReservedBits)bits), ProtocolRule.ReservedBitSet);
        }
    }

    [Fact]
    public void A_reserved_bit_is_refused_in_the_middle_of_a_message()
    {
        Violates(
            [
                .. FrameBuilder.Text("a"u8.ToArray(), fin: false),
                .. FrameBuilder.Frame(Opcode.Continuation, "b"u8.ToArray(), rsv: ReservedBits.Rsv1),
            ],
            ProtocolRule.ReservedBitSet);
    }

    [Theory]
    [MemberData(nameof(ReservedOpcodes))]
    public void A_reserved_opcode_is_refused_also_within_a_message(byte opcode)
    {
        byte[] frame = FrameBuilder.Frame((Opcode)opcode, "x"u8.ToArray());

        Violates(frame, ProtocolRule.ReservedOpcode);
        Violates([.. FrameBuilder.Text("a"u8.ToArray(), fin: false), .. frame], ProtocolRule.ReservedOpcode);
    }

    [Theory]
    [InlineData(0, (int)LengthForm.Bits16)]
    [InlineData(125, (int)LengthForm.Bits16)]
    [InlineData(0, (int)LengthForm.Bits64)]
    [InlineData(125, (int)LengthForm.Bits64)]
    [InlineData(126, (int)LengthForm.Bits64)]
    [InlineData(65_535, (int)LengthForm.Bits64)]
    public void A_length_in_more_bytes_than_needed_is_refused(int length, int form)
    {
        Violates(FrameBuilder.Frame(Opcode.Binary, new byte[length], form: (LengthForm)form), ProtocolRule.LengthNotMinimal);
    }

    [Theory]
    [InlineData((int)LengthForm.Bits16)]
    [InlineData((int)LengthForm.Bits64)]
    public void A_length_in_more_bytes_than_needed_is_refused_on_control_frames_too(int form)
    {
        Violates(FrameBuilder.Frame(Opcode.Ping, new byte[5], form: (LengthForm)form), ProtocolRule.LengthNotMinimal);
    }

    [Theory]
    [InlineData(1UL << 63)]
    [InlineData((1UL << 63) + 5)]
    [InlineData(ulong.MaxValue)]
    public void A_length_with_its_most_significant_bit_set_is_refused(ulong length)
    {
        Violates(FrameBuilder.Header(Opcode.Binary, length), ProtocolRule.LengthTopBitSet);
    }

    [Theory]
    [InlineData(1UL << 31)]
    [InlineData(1UL << 32)]
    [InlineData(long.MaxValue)]
    public void A_length_beyond_any_array_is_refused_at_the_head_with_1009(ulong length)
    {
        using var driver = new ReaderDriver(maxMessageSize: 2_147_483_591);

        Assert.Equal([ReaderEvent.Violation(ProtocolRule.FrameTooLarge)], driver.Feed(FrameBuilder.Header(Opcode.Binary, length)));
        Assert.Equal(0, driver.Reader.BufferedBytes);
    }

    [Fact]
    public void Only_the_first_frame_of_a_message_may_carry_a_bit_that_an_extension_has_claimed()
    {
        // RFC 7692 sections 6 and 6.1.
        Assert.Equal(ProtocolRule.None, Check(Opcode.Text, isMessageOpen: false, ReservedBits.Rsv1));
        Assert.Equal(ProtocolRule.None, Check(Opcode.Binary, isMessageOpen: false, ReservedBits.Rsv1));
        Assert.Equal(ProtocolRule.ReservedBitSet, Check(Opcode.Text, isMessageOpen: false, ReservedBits.Rsv1 | ReservedBits.Rsv2));
        Assert.Equal(ProtocolRule.ReservedBitSet, Check(Opcode.Continuation, isMessageOpen: true, ReservedBits.Rsv1));
        Assert.Equal(ProtocolRule.ReservedBitSet, Check(Opcode.Ping, isMessageOpen: false, ReservedBits.Rsv1));

        static ProtocolRule Check(Opcode opcode, bool isMessageOpen, ReservedBits sent)
        {
            Assert.True(FrameHeaderReader.TryRead(FrameBuilder.Header(opcode, 5, rsv: sent), out FrameHeader header));
            return ProtocolRules.CheckHeader(header, EndpointRole.Server, isMessageOpen, allowed: ReservedBits.Rsv1);
        }
    }
}
