using Endpoints.Protocol;
using Endpoints.TestKit.Frames;

namespace Endpoints.Runtime.Tests.Protocol;

/// <summary>After a violation, after our own close frame, and after the peer's.</summary>
public class MessageReaderDiscardTests
{
    [Fact]
    public void After_begin_discard_only_the_peers_close_frame_is_reported()
    {
        byte[] stream = FrameBuilder.Concat(
            FrameBuilder.Text("ignored"),
            FrameBuilder.Ping("ignored"),
            FrameBuilder.Text("unmasked", mask: false),
            FrameBuilder.Frame((Opcode)0xB, [1, 2, 3], rsv: ReservedBits.All),
            FrameBuilder.Binary(new byte[70_000]),
            FrameBuilder.Close(1000, "bye"),
            FrameBuilder.Text("after"));

        foreach (byte[][] pieces in new[] { new[] { stream }, FrameBuilder.ChopEveryByte(stream).ToArray() })
        {
            using var driver = new ReaderDriver();
            driver.Reader.BeginDiscard();
            foreach (byte[] piece in pieces)
            {
                driver.Feed(piece);
            }

            Assert.Equal([ReaderEvent.Close(1000, "bye")], driver.Events);
            Assert.True(driver.Reader.IsCloseReceived);
            Assert.Equal(0, driver.RemainderLength);
        }
    }

    [Fact]
    public void Discarding_begins_in_the_middle_of_a_frame_and_stays_in_step()
    {
        byte[] frame = FrameBuilder.Text("a long text, cut in the middle");
        for (int cut = 0; cut <= frame.Length; cut++)
        {
            using var driver = new ReaderDriver();
            driver.Feed(frame[..cut]);
            int before = driver.Events.Count;

            driver.Reader.BeginDiscard();
            driver.Feed([.. frame[cut..], .. FrameBuilder.Close(4000)]);

            Assert.Equal([ReaderEvent.Close(4000)], driver.Events.Skip(before));
        }
    }

    [Fact]
    public void After_a_violation_the_faulty_frame_is_skipped_and_the_peers_close_found()
    {
        byte[][] faults =
        [
            FrameBuilder.Text("unmasked", mask: false),
            FrameBuilder.Frame((Opcode)0x3, new byte[200]),
            FrameBuilder.Frame(Opcode.Ping, new byte[126]),
            FrameBuilder.Frame(Opcode.Binary, new byte[10], form: LengthForm.Bits64),
            FrameBuilder.Continuation(new byte[10]),
            FrameBuilder.Text([0x61, 0xFF, 0x61]),
        ];
        foreach (byte[] fault in faults)
        {
            using var driver = new ReaderDriver();

            driver.Feed([.. fault, .. FrameBuilder.Text("skipped"), .. FrameBuilder.Close(1002)]);

            Assert.Equal([ReadOutcome.Violation, ReadOutcome.Close], driver.Events.Select(e => e.Outcome));
        }
    }

    [Fact]
    public void A_frame_over_the_limit_is_skipped_without_being_kept()
    {
        using var driver = new ReaderDriver(maxMessageSize: 100);

        Assert.Equal(
            [ReaderEvent.Violation(ProtocolRule.FrameTooLarge)],
            driver.Feed(FrameBuilder.Header(Opcode.Binary, 5_000_000_000)));

        byte[] megabyte = new byte[1_000_000];
        for (int i = 0; i < 5000; i++)
        {
            Span<byte> input = megabyte;
            Assert.Equal(megabyte.Length, driver.Reader.Read(input).Consumed);
        }

        Assert.Equal(0, driver.Reader.BufferedBytes);
        Assert.Equal([ReaderEvent.Close(1000)], driver.Feed(FrameBuilder.Close(1000)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Where_no_frame_end_can_be_found_everything_is_swallowed(bool isAlreadyDiscarding)
    {
        using var driver = new ReaderDriver();
        if (isAlreadyDiscarding)
        {
            driver.Reader.BeginDiscard();
        }

        driver.Feed(FrameBuilder.Header(Opcode.Binary, 1UL << 63));
        driver.Feed([.. FrameBuilder.Close(), .. FrameBuilder.Text("x")]);

        Assert.Equal(isAlreadyDiscarding ? [] : [ReaderEvent.Violation(ProtocolRule.LengthTopBitSet)], driver.Events);
        Assert.False(driver.Reader.IsCloseReceived);
        Assert.Equal(0, driver.RemainderLength);
    }

    [Fact]
    public void A_second_violation_is_not_reported()
    {
        using var driver = new ReaderDriver();

        driver.Feed(FrameBuilder.Concat(
            FrameBuilder.Text("x", mask: false),
            FrameBuilder.Continuation([1]),
            FrameBuilder.Frame((Opcode)0xF, [])));

        Assert.Equal([ReaderEvent.Violation(ProtocolRule.ClientFrameNotMasked)], driver.Events);
    }

    [Fact]
    public void A_faulty_close_frame_that_is_found_while_discarding_says_nothing()
    {
        byte[][] faults = [FrameBuilder.Close(1005), FrameBuilder.Close(1000, [0xFF]), FrameBuilder.Frame(Opcode.Close, [3])];
        foreach (byte[] close in faults)
        {
            using var driver = new ReaderDriver();
            driver.Reader.BeginDiscard();

            Assert.Equal([ReaderEvent.Close()], driver.Feed(close));
            Assert.True(driver.Reader.IsCloseReceived);
        }
    }

    [Fact]
    public void What_is_too_long_for_a_close_frame_is_skipped_while_discarding()
    {
        using var driver = new ReaderDriver();
        driver.Reader.BeginDiscard();

        driver.Feed([.. FrameBuilder.Frame(Opcode.Close, new byte[126]), .. FrameBuilder.Close(1000)]);

        Assert.Equal([ReaderEvent.Close(1000)], driver.Events);
    }

    [Fact]
    public void A_faulty_close_frame_counts_as_received()
    {
        byte[][] faults =
        [
            FrameBuilder.Close(1005),
            FrameBuilder.Frame(Opcode.Close, [3]),
            FrameBuilder.Close(mask: false),
            FrameBuilder.Frame(Opcode.Close, [], fin: false),
            FrameBuilder.Frame(Opcode.Close, new byte[126]),
        ];
        foreach (byte[] fault in faults)
        {
            using var driver = new ReaderDriver();

            driver.Feed([.. fault, .. FrameBuilder.Close(1000)]);

            Assert.Equal([ReadOutcome.Violation], driver.Events.Select(e => e.Outcome));
            Assert.True(driver.Reader.IsCloseReceived);
        }
    }

    [Fact]
    public void An_empty_input_is_never_an_event()
    {
        using var driver = new ReaderDriver();
        Assert.Equal(ReadOutcome.NeedMore, driver.Reader.Read([]).Outcome);

        driver.Reader.BeginDiscard();
        Assert.Equal(ReadOutcome.NeedMore, driver.Reader.Read([]).Outcome);

        driver.Feed(FrameBuilder.Close());
        Assert.Equal(ReadOutcome.NeedMore, driver.Reader.Read([]).Outcome);
    }
}
