using Endpoints.Protocol;
using Endpoints.TestKit.Frames;

namespace Endpoints.Conformance.Tests.Rfc6455;

/// <summary>Section 10.4: limits on the size of frames and of messages after reassembly, answered with 1009 (section 7.4.1).</summary>
public class Section10_4_Limits
{
    [Theory]
    [InlineData(1)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(65_536)]
    public void A_message_as_large_as_the_limit_is_taken_and_one_byte_more_refused_at_the_head(int limit)
    {
        Assert.Equal([ReadOutcome.Binary], Outcomes(new(limit, limit), FrameBuilder.Binary(new byte[limit])));
        Assert.Equal(
            [ReaderEvent.Violation(ProtocolRule.FrameTooLarge)],
            Events(new(limit, limit), FrameBuilder.Header(Opcode.Binary, (ulong)limit + 1)));
        Assert.Equal(
            [ReaderEvent.Violation(ProtocolRule.MessageTooLarge)],
            Events(new(limit, 2 * limit), FrameBuilder.Header(Opcode.Binary, (ulong)limit + 1)));
    }

    [Fact]
    public void The_sum_of_fragments_as_large_as_the_limit_is_taken()
    {
        byte[] payload = new byte[100];

        Assert.Equal(
            [ReaderEvent.Binary(payload), ReaderEvent.Binary(payload)],
            Events(new(100, 100), FrameBuilder.Concat(
                FrameBuilder.Fragments(Opcode.Binary, payload, [50, 49]),
                FrameBuilder.Fragments(Opcode.Binary, payload, [100]))));
    }

    [Fact]
    public void The_sum_of_fragments_one_past_the_limit_is_refused_at_the_head_of_the_last()
    {
        byte[] stream = FrameBuilder.Concat(
            FrameBuilder.Binary(new byte[60], fin: false),
            FrameBuilder.Continuation(new byte[40], fin: false),
            FrameBuilder.Header(Opcode.Continuation, 1));

        Assert.Equal([ReaderEvent.Violation(ProtocolRule.MessageTooLarge)], Events(new(100, 100), stream));
    }

    [Fact]
    public void Empty_fragments_pass_a_message_that_is_full()
    {
        byte[] stream = FrameBuilder.Concat(
            FrameBuilder.Binary(new byte[100], fin: false),
            FrameBuilder.Continuation([], fin: false),
            FrameBuilder.Continuation([]));

        Assert.Equal([ReadOutcome.Binary], Outcomes(new(100, 100), stream));
    }

    [Fact]
    public void The_frame_limit_holds_for_each_fragment()
    {
        Assert.Equal([ReadOutcome.Binary], Outcomes(new(100, 10), FrameBuilder.Fragments(Opcode.Binary, new byte[30], [10, 10])));
        Assert.Equal(
            [ReaderEvent.Violation(ProtocolRule.FrameTooLarge)],
            Events(new(100, 10), FrameBuilder.Fragments(Opcode.Binary, new byte[30], [10, 11])));
    }

    [Fact]
    public void Control_frames_do_not_count_against_either_limit()
    {
        byte[] stream = FrameBuilder.Concat(
            FrameBuilder.Binary(new byte[10], fin: false),
            FrameBuilder.Ping(new string('p', 125)),
            FrameBuilder.Continuation([]));

        Assert.Equal([ReadOutcome.Ping, ReadOutcome.Binary], Outcomes(new(10, 10), stream));
    }

    [Fact]
    public void The_limit_starts_anew_with_every_message()
    {
        byte[] message = FrameBuilder.Fragments(Opcode.Binary, new byte[100], [70]);

        Assert.Equal(
            [ReadOutcome.Binary, ReadOutcome.Binary, ReadOutcome.Binary],
            Outcomes(new(100, 100), FrameBuilder.Concat(message, message, message)));
    }

    [Fact]
    public void Too_large_is_answered_with_1009()
    {
        Assert.Equal(1009, new ProtocolViolation(ProtocolRule.FrameTooLarge).CloseCode);
        Assert.Equal(1009, new ProtocolViolation(ProtocolRule.MessageTooLarge).CloseCode);
    }

    private static IEnumerable<ReadOutcome> Outcomes(ReceiveLimits limits, byte[] stream) => Events(limits, stream).Select(e => e.Outcome);

    private static IReadOnlyList<ReaderEvent> Events(ReceiveLimits limits, byte[] stream)
    {
        using var whole = new ReaderDriver(EndpointRole.Server, limits);
        using var chopped = new ReaderDriver(EndpointRole.Server, limits);
        whole.Feed(stream);
        foreach (byte[] single in FrameBuilder.ChopEveryByte(stream))
        {
            chopped.Feed(single);
        }

        Assert.Equal(whole.Events, chopped.Events);
        return whole.Events;
    }
}
