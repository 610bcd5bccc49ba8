using Endpoints.Protocol;
using Endpoints.TestKit.Frames;
using static Endpoints.Conformance.Tests.Rfc6455.Conversation;

namespace Endpoints.Conformance.Tests.Rfc6455;

/// <summary>Section 5.1: a client masks every frame, a server none.</summary>
public class Section5_1_Masking
{
    public static TheoryData<byte> Opcodes => [0x0, 0x1, 0x2, 0x8, 0x9, 0xA];

    [Theory]
    [MemberData(nameof(Opcodes))]
    public void A_server_closes_on_an_unmasked_frame_of_any_kind(byte opcode)
    {
        Violates(FrameBuilder.Frame((Opcode)opcode, [], mask: false), ProtocolRule.ClientFrameNotMasked);
        Assert.Equal(1002, new ProtocolViolation(ProtocolRule.ClientFrameNotMasked).CloseCode);
    }

    [Theory]
    [MemberData(nameof(Opcodes))]
    public void A_client_closes_on_a_masked_frame_of_any_kind(byte opcode)
    {
        ClientReads(FrameBuilder.Frame((Opcode)opcode, [], mask: true), ReaderEvent.Violation(ProtocolRule.ServerFrameMasked));
        Assert.Equal(1002, new ProtocolViolation(ProtocolRule.ServerFrameMasked).CloseCode);
    }

    [Fact]
    public void A_client_takes_unmasked_frames_of_every_kind()
    {
        ClientReads(
            FrameBuilder.Concat(
                FrameBuilder.Fragments(Opcode.Text, "Hello"u8.ToArray(), [3], mask: false),
                FrameBuilder.Binary([1, 2], mask: false),
                FrameBuilder.Ping("p", mask: false),
                FrameBuilder.Pong("q", mask: false),
                FrameBuilder.Close(1000, "bye", mask: false)),
            ReaderEvent.Text("Hello"),
            ReaderEvent.Binary([1, 2]),
            ReaderEvent.Ping("p"),
            ReaderEvent.Pong("q"),
            ReaderEvent.Close(1000, "bye"));
    }

    [Fact]
    public void An_unmasked_continuation_of_a_masked_message_is_refused()
    {
        Violates(
            [.. FrameBuilder.Text("Hel"u8.ToArray(), fin: false), .. FrameBuilder.Continuation("lo"u8.ToArray(), mask: false)],
            ProtocolRule.ClientFrameNotMasked);
    }

    [Fact]
    public void Each_frame_is_unmasked_with_its_own_key_from_the_keys_first_byte()
    {
        // Section 5.3: two fragments of odd lengths under different keys.
        byte[] first = [0x01, 0x83, 0x11, 0x22, 0x33, 0x44, 0x11 ^ (byte)'a', 0x22 ^ (byte)'b', 0x33 ^ (byte)'c'];
        byte[] second = [0x80, 0x82, 0xA0, 0xB0, 0xC0, 0xD0, 0xA0 ^ (byte)'d', 0xB0 ^ (byte)'e'];

        Reads([.. first, .. second], ReaderEvent.Text("abcde"));
    }

    [Fact]
    public void A_key_of_zeros_is_a_key()
    {
        Reads([0x81, 0x82, 0, 0, 0, 0, (byte)'o', (byte)'k'], ReaderEvent.Text("ok"));
    }
}
