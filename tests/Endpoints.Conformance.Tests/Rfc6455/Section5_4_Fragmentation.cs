using Endpoints.Protocol;
using Endpoints.TestKit.Frames;
using static Endpoints.Conformance.Tests.Rfc6455.Conversation;

namespace Endpoints.Conformance.Tests.Rfc6455;

/// <summary>Section 5.4: messages in several frames.</summary>
public class Section5_4_Fragmentation
{
    public static TheoryData<int[]> Shapes =>
    [
        [1],
        [0],
        [5],
        [0, 0],
        [2, 0, 1],
        [0, 5, 0],
        [1, 1, 1, 1, 1],
        [1, 1, 1, 1, 1, 0, 0],
    ];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_message_is_the_sum_of_its_fragments_whatever_their_sizes(int[] sizes)
    {
        byte[] payload = "Hello"u8.ToArray();

        Reads(FrameBuilder.Fragments(Opcode.Text, payload, sizes), ReaderEvent.Text("Hello"));
        Reads(FrameBuilder.Fragments(Opcode.Binary, payload, sizes), ReaderEvent.Binary(payload));
    }

    [Fact]
    public void Fragments_on_both_sides_of_the_length_boundaries_are_joined()
    {
        byte[] payload = [.. Enumerable.Range(0, 125 + 126 + 65_535 + 65_536 + 3).Select(i => (byte)(i * 31))];

        Reads(FrameBuilder.Fragments(Opcode.Binary, payload, [125, 126, 65_535, 65_536]), ReaderEvent.Binary(payload));
    }

    [Fact]
    public void Fragmented_messages_follow_each_other()
    {
        Reads(
            FrameBuilder.Concat(
                FrameBuilder.Fragments(Opcode.Text, "one"u8.ToArray(), [1]),
                FrameBuilder.Text("two"),
                FrameBuilder.Fragments(Opcode.Binary, [3, 3, 3], [1, 1]),
                FrameBuilder.Fragments(Opcode.Text, [], [0])),
            ReaderEvent.Text("one"),
            ReaderEvent.Text("two"),
            ReaderEvent.Binary([3, 3, 3]),
            ReaderEvent.Text(""));
    }

    [Fact]
    public void Control_frames_are_delivered_between_fragments_before_the_message()
    {
        Reads(
            FrameBuilder.Concat(
                FrameBuilder.Text("Hel"u8.ToArray(), fin: false),
                FrameBuilder.Ping("1"),
                FrameBuilder.Pong("2"),
                FrameBuilder.Continuation("l"u8.ToArray(), fin: false),
                FrameBuilder.Ping("3"),
                FrameBuilder.Continuation("o"u8.ToArray())),
            ReaderEvent.Ping("1"),
            ReaderEvent.Pong("2"),
            ReaderEvent.Ping("3"),
            ReaderEvent.Text("Hello"));
    }

    [Fact]
    public void A_close_frame_between_fragments_ends_the_message_unfinished()
    {
        Reads(
            FrameBuilder.Concat(
                FrameBuilder.Text("Hel"u8.ToArray(), fin: false),
                FrameBuilder.Close(1000),
                FrameBuilder.Continuation("lo"u8.ToArray())),
            ReaderEvent.Close(1000));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_continuation_without_a_start_is_refused(bool fin)
    {
        byte[] continuation = FrameBuilder.Continuation("x"u8.ToArray(), fin);

        Violates(continuation, ProtocolRule.ContinuationWithoutStart);
        Reads(
            [.. FrameBuilder.Text("whole"), .. continuation],
            ReaderEvent.Text("whole"),
            ReaderEvent.Violation(ProtocolRule.ContinuationWithoutStart));
        Reads(
            [.. FrameBuilder.Fragments(Opcode.Text, "ended"u8.ToArray(), [2]), .. continuation],
            ReaderEvent.Text("ended"),
            ReaderEvent.Violation(ProtocolRule.ContinuationWithoutStart));
    }

    [Theory]
    [InlineData(0x1, false)]
    [InlineData(0x1, true)]
    [InlineData(0x2, false)]
    [InlineData(0x2, true)]
    public void A_new_message_within_a_fragmented_one_is_refused(byte opcode, bool fin)
    {
        byte[] start = FrameBuilder.Frame((Opcode)opcode, "x"u8.ToArray(), fin);

        Violates([.. FrameBuilder.Text("a"u8.ToArray(), fin: false), .. start], ProtocolRule.MessageInsideMessage);
        Violates([.. FrameBuilder.Binary([], fin: false), .. start], ProtocolRule.MessageInsideMessage);
    }
}
