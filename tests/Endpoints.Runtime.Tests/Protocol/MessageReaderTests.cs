using System.Text;
using Endpoints.Protocol;
using Endpoints.TestKit.Frames;

namespace Endpoints.Runtime.Tests.Protocol;

/// <summary>Delivery: where payloads live and what is consumed. What is a violation stands in the conformance tests.</summary>
public class MessageReaderTests
{
    private static readonly ReceiveLimits Limits = new(1 << 20, 1 << 20);

    [Fact]
    public void A_whole_message_is_delivered_in_place_as_the_last_bytes_consumed()
    {
        using var reader = new MessageReader(EndpointRole.Server, Limits);
        byte[] input = [.. FrameBuilder.Text("Hello"), .. FrameBuilder.Ping("next")];

        ReadResult result = reader.Read(input);

        Assert.Equal(ReadOutcome.Text, result.Outcome);
        Assert.Equal(11, result.Consumed);
        Assert.Equal("Hello", Encoding.UTF8.GetString(result.Payload));
        Assert.True(result.Payload.Overlaps(input.AsSpan(6, 5), out int offset) && offset == 0);
        Assert.False(result.IsAssembled);
        Assert.True(result.Memory.IsEmpty);
        Assert.Equal(0, reader.BufferedBytes);
        Assert.True(reader.IsIdle);
    }

    [Fact]
    public void One_call_gives_one_event()
    {
        using var reader = new MessageReader(EndpointRole.Server, Limits);
        Span<byte> input = FrameBuilder.Concat(FrameBuilder.Text("a"), FrameBuilder.Binary([1]), FrameBuilder.Ping(), FrameBuilder.Pong());
        var outcomes = new List<ReadOutcome>();

        while (!input.IsEmpty)
        {
            ReadResult result = reader.Read(input);
            outcomes.Add(result.Outcome);
            input = input[result.Consumed..];
        }

        Assert.Equal([ReadOutcome.Text, ReadOutcome.Binary, ReadOutcome.Ping, ReadOutcome.Pong], outcomes);
        Assert.Equal(ReadOutcome.NeedMore, reader.Read(input).Outcome);
    }

    [Fact]
    public void An_incomplete_head_is_left_in_the_input()
    {
        byte[] frame = FrameBuilder.Binary(new byte[300]);
        for (int available = 0; available < 8; available++)
        {
            using var reader = new MessageReader(EndpointRole.Server, Limits);

            ReadResult result = reader.Read(frame.AsSpan(0, available));

            Assert.Equal(ReadOutcome.NeedMore, result.Outcome);
            Assert.Equal(0, result.Consumed);
            Assert.True(reader.IsIdle);
        }
    }

    [Fact]
    public void An_incomplete_control_frame_is_left_in_the_input_unchanged()
    {
        byte[] frame = FrameBuilder.Ping(new string('p', 125));
        for (int available = 0; available < frame.Length; available++)
        {
            using var reader = new MessageReader(EndpointRole.Server, Limits);
            byte[] input = frame[..available];

            ReadResult result = reader.Read(input);

            Assert.Equal(ReadOutcome.NeedMore, result.Outcome);
            Assert.Equal(0, result.Consumed);
            Assert.Equal(frame[..available], input);
        }
    }

    [Fact]
    public void Payload_is_consumed_as_it_arrives_and_the_message_delivered_from_the_readers_array()
    {
        using var driver = new ReaderDriver();
        byte[] payload = [.. Enumerable.Range(0, 1000).Select(i => (byte)i)];
        byte[] frame = FrameBuilder.Binary(payload);

        Assert.Empty(driver.Feed(frame[..500]));
        Assert.Equal(0, driver.RemainderLength);
        Assert.False(driver.Reader.IsIdle);

        ReadResult result = driver.Reader.Read(frame.AsSpan(500));

        Assert.Equal(ReadOutcome.Binary, result.Outcome);
        Assert.Equal(frame.Length - 500, result.Consumed);
        Assert.True(result.IsAssembled);
        Assert.Equal(payload, result.Payload.ToArray());
        Assert.Equal(payload, result.Memory.ToArray());
    }

    [Fact]
    public void An_empty_message_of_many_frames_needs_no_array()
    {
        using var reader = new MessageReader(EndpointRole.Server, Limits);

        ReadResult result = reader.Read(FrameBuilder.Fragments(Opcode.Text, [], [0, 0, 0]));

        Assert.Equal(ReadOutcome.Text, result.Outcome);
        Assert.True(result.Payload.IsEmpty);
        Assert.False(result.IsAssembled);
        Assert.True(reader.IsIdle);
    }

    [Fact]
    public void The_array_goes_back_with_the_next_read_even_one_without_input()
    {
        using var driver = new ReaderDriver();
        driver.Reader.Read(FrameBuilder.Fragments(Opcode.Binary, new byte[100], [50]));
        Assert.InRange(driver.Reader.BufferedBytes, 100, 1024);
        Assert.False(driver.Reader.IsIdle);

        driver.Reader.Read([]);

        Assert.Equal(0, driver.Reader.BufferedBytes);
        Assert.True(driver.Reader.IsIdle);
    }

    [Fact]
    public void Release_gives_the_array_of_a_delivered_message_back_and_of_no_other()
    {
        using var reader = new MessageReader(EndpointRole.Server, Limits);
        reader.Read(FrameBuilder.Binary([1, 2, 3], fin: false));
        reader.ReleaseMessage();
        Assert.NotEqual(0, reader.BufferedBytes);

        Assert.Equal([1, 2, 3, 4], reader.Read(FrameBuilder.Continuation([4])).Payload.ToArray());
        reader.ReleaseMessage();
        Assert.Equal(0, reader.BufferedBytes);
    }

    [Fact]
    public void A_lent_message_outlives_reads_for_control_frames_only()
    {
        using var reader = new MessageReader(EndpointRole.Server, Limits);
        ReadOnlyMemory<byte> lent = reader.Read(FrameBuilder.Fragments(Opcode.Binary, [1, 2, 3], [1])).Memory;

        Assert.Equal(ReadOutcome.Ping, reader.Read(FrameBuilder.Ping("x"), controlOnly: true).Outcome);
        Assert.Equal(ReadOutcome.DataPending, reader.Read(FrameBuilder.Binary([9, 9, 9]), controlOnly: true).Outcome);
        reader.BeginDiscard();
        Assert.Equal(ReadOutcome.Discarded, reader.Read(FrameBuilder.Binary([9, 9, 9]), controlOnly: true).Outcome);
        Assert.Equal(ReadOutcome.Close, reader.Read(FrameBuilder.Close(), controlOnly: true).Outcome);

        Assert.NotEqual(0, reader.BufferedBytes);
        Assert.Equal([1, 2, 3], lent.ToArray());
        reader.ReleaseMessage();
        Assert.Equal(0, reader.BufferedBytes);
    }

    [Fact]
    public void A_violation_met_while_a_message_is_lent_leaves_it_lent()
    {
        using var reader = new MessageReader(EndpointRole.Server, Limits);
        ReadOnlyMemory<byte> lent = reader.Read(FrameBuilder.Fragments(Opcode.Binary, [1, 2, 3], [1])).Memory;

        Assert.Equal(ReadOutcome.Violation, reader.Read(FrameBuilder.Ping(mask: false), controlOnly: true).Outcome);

        Assert.NotEqual(0, reader.BufferedBytes);
        Assert.Equal([1, 2, 3], lent.ToArray());
    }

    [Fact]
    public void Control_only_takes_control_frames_up_to_the_first_data_frame()
    {
        using var driver = new ReaderDriver();
        byte[] input = FrameBuilder.Concat(FrameBuilder.Ping("1"), FrameBuilder.Pong("2"), FrameBuilder.Text("3"), FrameBuilder.Ping("4"));

        Assert.Equal(
            [ReaderEvent.Ping("1"), ReaderEvent.Pong("2"), new ReaderEvent(ReadOutcome.DataPending)],
            driver.Feed(input, controlOnly: true));
        Assert.Equal([ReaderEvent.Text("3"), ReaderEvent.Ping("4")], driver.Feed([]));
    }

    [Fact]
    public void Control_only_knows_a_data_frame_by_its_first_byte()
    {
        using var reader = new MessageReader(EndpointRole.Server, Limits);

        Assert.Equal(ReadOutcome.NeedMore, reader.Read([], controlOnly: true).Outcome);
        Assert.Equal(ReadOutcome.DataPending, reader.Read([0x81], controlOnly: true).Outcome);
        Assert.Equal(ReadOutcome.NeedMore, reader.Read([0x89], controlOnly: true).Outcome);
    }

    [Fact]
    public void Control_only_does_not_touch_the_middle_of_a_payload()
    {
        using var driver = new ReaderDriver();
        byte[] frame = FrameBuilder.Text("Hello");
        driver.Feed(frame[..8]);

        Assert.Equal([new ReaderEvent(ReadOutcome.DataPending)], driver.Feed(frame[8..], controlOnly: true));
        Assert.Equal([ReaderEvent.Text("Hello")], driver.Feed([]));
    }

    [Fact]
    public void Control_only_leaves_a_faulty_data_frame_for_its_turn()
    {
        using var driver = new ReaderDriver();

        Assert.Equal([new ReaderEvent(ReadOutcome.DataPending)], driver.Feed(FrameBuilder.Text("x", mask: false), controlOnly: true));
        Assert.Equal([ReaderEvent.Violation(ProtocolRule.ClientFrameNotMasked)], driver.Feed([]));
    }

    [Fact]
    public void Control_only_takes_control_frames_within_a_fragmented_message()
    {
        using var driver = new ReaderDriver();
        driver.Feed(FrameBuilder.Text("Hel"u8.ToArray(), fin: false));

        Assert.Equal([ReaderEvent.Ping("p")], driver.Feed(FrameBuilder.Ping("p"), controlOnly: true));
        Assert.Equal([ReaderEvent.Text("Hello")], driver.Feed(FrameBuilder.Continuation("lo"u8.ToArray())));
    }

    [Fact]
    public void Dispose_gives_everything_back_and_ends_reading()
    {
        var reader = new MessageReader(EndpointRole.Server, Limits);
        reader.Read(FrameBuilder.Binary([1], fin: false));

        reader.Dispose();
        reader.Dispose();

        Assert.Equal(0, reader.BufferedBytes);
        Assert.Equal(ReadOutcome.Discarded, reader.Read(FrameBuilder.Continuation([1])).Outcome);
    }

    [Fact]
    public void A_client_reads_unmasked_frames_in_place()
    {
        using var reader = new MessageReader(EndpointRole.Client, Limits);

        ReadResult result = reader.Read(FrameBuilder.Text("Hello", mask: false));

        Assert.Equal(ReadOutcome.Text, result.Outcome);
        Assert.Equal(7, result.Consumed);
        Assert.Equal("Hello", Encoding.UTF8.GetString(result.Payload));
    }
}
