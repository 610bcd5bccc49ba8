using Endpoints.Protocol;
using Endpoints.TestKit.Frames;
using static Endpoints.Conformance.Tests.Rfc6455.Conversation;

namespace Endpoints.Conformance.Tests.Rfc6455;

/// <summary>Section 5.5: close, ping and pong.</summary>
public class Section5_5_ControlFrames
{
    public static TheoryData<byte> ControlOpcodes => [0x8, 0x9, 0xA];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(124)]
    [InlineData(125)]
    public void Pings_and_pongs_carry_up_to_125_bytes(int length)
    {
        string payload = new('p', length);

        Reads([.. FrameBuilder.Ping(payload), .. FrameBuilder.Pong(payload)], ReaderEvent.Ping(payload), ReaderEvent.Pong(payload));
    }

    [Fact]
    public void The_payload_of_a_ping_is_any_bytes()
    {
        Reads(FrameBuilder.Frame(Opcode.Ping, [0x00, 0xFF, 0xFE]), new ReaderEvent(ReadOutcome.Ping, "00FFFE"));
    }

    [Theory]
    [MemberData(nameof(ControlOpcodes))]
    public void A_control_frame_of_126_bytes_is_refused_at_its_head(byte opcode)
    {
        Violates(FrameBuilder.Frame((Opcode)opcode, new byte[126]), ProtocolRule.ControlFrameTooLong);
        Violates(FrameBuilder.Header((Opcode)opcode, 126), ProtocolRule.ControlFrameTooLong);
        Violates(FrameBuilder.Header((Opcode)opcode, 65_536), ProtocolRule.ControlFrameTooLong);
    }

    [Theory]
    [MemberData(nameof(ControlOpcodes))]
    public void A_fragmented_control_frame_is_refused(byte opcode)
    {
        Violates(FrameBuilder.Frame((Opcode)opcode, [], fin: false), ProtocolRule.ControlFrameFragmented);
    }

    [Fact]
    public void A_continuation_does_not_continue_a_control_frame()
    {
        Reads(
            [.. FrameBuilder.Ping("p"), .. FrameBuilder.Continuation("x"u8.ToArray())],
            ReaderEvent.Ping("p"),
            ReaderEvent.Violation(ProtocolRule.ContinuationWithoutStart));
    }

    [Fact]
    public void Control_frames_back_to_back_are_all_delivered_in_order()
    {
        string[] numbers = [.. Enumerable.Range(0, 100).Select(i => $"{i}")];

        Reads(FrameBuilder.Concat([.. numbers.Select(n => FrameBuilder.Ping(n))]), [.. numbers.Select(ReaderEvent.Ping)]);
    }

    [Fact]
    public void Data_after_a_close_frame_is_ignored()
    {
        // Section 5.5.1, be it right or wrong.
        Reads(
            FrameBuilder.Concat(
                FrameBuilder.Close(1000, "bye"),
                FrameBuilder.Text("late"),
                FrameBuilder.Ping("late"),
                FrameBuilder.Close(1001),
                FrameBuilder.Text("wrong", mask: false)),
            ReaderEvent.Close(1000, "bye"));
    }

    [Fact]
    public void A_close_frame_without_a_payload_has_no_code()
    {
        Reads(FrameBuilder.Close(), ReaderEvent.Close());
    }

    [Fact]
    public void A_close_frame_of_one_byte_is_refused()
    {
        Violates(FrameBuilder.Frame(Opcode.Close, [0x03]), ProtocolRule.ClosePayloadOneByte);
        Assert.Equal(1002, new ProtocolViolation(ProtocolRule.ClosePayloadOneByte).CloseCode);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(122)]
    [InlineData(123)]
    public void A_close_frame_carries_a_reason_of_up_to_123_bytes(int length)
    {
        string reason = new('r', length);

        Reads(FrameBuilder.Close(1000, reason), ReaderEvent.Close(1000, reason));
    }

    [Fact]
    public void A_close_frame_with_a_reason_of_124_bytes_is_refused()
    {
        Violates(FrameBuilder.Close(1000, new string('r', 124)), ProtocolRule.ControlFrameTooLong);
    }
}
