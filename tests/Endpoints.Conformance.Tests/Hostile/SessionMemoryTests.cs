using System.Numerics;
using Endpoints.Connections;
using Endpoints.Protocol;
using Endpoints.TestKit.Connections;
using Endpoints.TestKit.Frames;

namespace Endpoints.Conformance.Tests.Hostile;

/// <summary>Peers that send much of what means little: what a session holds for them, and how it ends.</summary>
public class SessionMemoryTests
{
    private const int Flood = 131_072;

    [Fact]
    public void A_message_of_131072_one_byte_fragments_is_delivered_and_holds_no_more_than_its_bytes_twice()
    {
        using var driver = new ReaderDriver(EndpointRole.Server, maxMessageSize: Flood);
        var most = 0;
        driver.Feed(FrameBuilder.Binary([7], fin: false));
        for (var i = 2; i < Flood; i++)
        {
            driver.Feed(FrameBuilder.Continuation([7], fin: false));
            most = Math.Max(most, driver.Reader.BufferedBytes);
        }

        driver.Feed(FrameBuilder.Continuation([7]));

        var message = Assert.Single(driver.Events);
        Assert.Equal(ReadOutcome.Binary, message.Outcome);
        Assert.Equal(2 * Flood, message.Payload.Length);
        Assert.InRange(most, 1, (int)BitOperations.RoundUpToPowerOf2(Flood));
        driver.Reader.ReleaseMessage();
        Assert.Equal(0, driver.Reader.BufferedBytes);
    }

    [Fact]
    public void One_fragment_past_the_limit_ends_the_message_with_1009_and_frees_its_memory()
    {
        var peer = new ScriptedConnection(options => options.MaxMessageSize = Flood);
        byte[] fragment = FrameBuilder.Continuation([7], fin: false);
        byte[] thousand = [.. Enumerable.Repeat(fragment, 1024).SelectMany(bytes => bytes)];
        peer.Receive(FrameBuilder.Binary([], fin: false));
        for (var i = 0; i < Flood / 1024; i++)
        {
            peer.Receive(thousand);
        }

        Assert.Empty(peer.Transport.TakeFrames());
        peer.Receive(fragment);

        Assert.Equal(1009, Assert.Single(peer.Transport.TakeFrames()).CloseCode);
    }

    [Fact]
    public void A_flood_of_empty_fragments_holds_nothing_and_is_one_empty_message()
    {
        using var driver = new ReaderDriver();
        byte[] thousand = [.. Enumerable.Repeat(FrameBuilder.Continuation([], fin: false), 1024).SelectMany(bytes => bytes)];
        driver.Feed(FrameBuilder.Text("", fin: false));
        for (var i = 0; i < Flood / 1024; i++)
        {
            driver.Feed(thousand);
            Assert.Equal(0, driver.Reader.BufferedBytes);
        }

        Assert.Equal([ReaderEvent.Text("")], driver.Feed(FrameBuilder.Continuation([])));
    }

    [Fact]
    public void A_flood_of_pings_from_a_peer_that_does_not_read_queues_a_bounded_number_of_pongs_and_answers_the_last()
    {
        var peer = new ScriptedConnection();
        peer.Transport.IsBlocked = true;
        for (var i = 0; i < 10_000; i++)
        {
            Assert.Equal(ReceiveStatus.NeedMore, peer.Receive(FrameBuilder.Ping($"{i}".PadRight(125, '.'))));
            Assert.InRange(peer.Connection.BufferedAmount, 0, 4096);
        }

        peer.Transport.IsBlocked = false;
        var pongs = peer.Transport.TakeFrames();

        Assert.InRange(pongs.Count, 2, 32);
        Assert.All(pongs, pong => Assert.Equal(Opcode.Pong, pong.Opcode));
        Assert.StartsWith("9999.", pongs[^1].Text, StringComparison.Ordinal);
        Assert.Equal(0, peer.Connection.BufferedAmount);
    }

    [Fact]
    public void A_flood_of_pongs_is_taken_without_an_answer_and_without_memory()
    {
        var peer = new ScriptedConnection(handlers: Generated.HandlerKinds.Text);
        byte[] thousand = [.. Enumerable.Repeat(FrameBuilder.Pong(new string('p', 125)), 1000).SelectMany(bytes => bytes)];

        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(ReceiveStatus.NeedMore, peer.Receive(thousand));
        }

        Assert.Empty(peer.Transport.TakeFrames());
        Assert.Equal(["open"], peer.Sink.Calls);
        Assert.Equal(0, peer.Connection.BufferedAmount);
    }

    [Theory]
    [InlineData(1UL << 31)]
    [InlineData((1UL << 31) - 1)]
    [InlineData(uint.MaxValue)]
    [InlineData(long.MaxValue)]
    public void An_announced_length_beyond_the_limit_is_1009_at_the_head_and_holds_nothing(ulong length)
    {
        var peer = new ScriptedConnection();

        peer.Receive(FrameBuilder.Header(Opcode.Binary, length));

        Assert.Equal(1009, Assert.Single(peer.Transport.TakeFrames()).CloseCode);
        peer.Receive(new byte[100_000]);
        Assert.Equal(0, peer.Left);
        Assert.Equal(["open"], peer.Sink.Calls);
    }

    [Fact]
    public void An_announced_length_of_2_to_the_63_is_1002_and_all_that_follows_is_dropped()
    {
        var peer = new ScriptedConnection();

        peer.Receive(FrameBuilder.Header(Opcode.Binary, 1UL << 63));

        Assert.Equal(1002, Assert.Single(peer.Transport.TakeFrames()).CloseCode);
        peer.Receive(FrameBuilder.Text("late"), FrameBuilder.Close(1000));
        Assert.Equal(0, peer.Left);
        Assert.Equal(["open"], peer.Sink.Calls);
    }

    [Fact]
    public void An_announced_length_within_the_limit_costs_nothing_until_bytes_come()
    {
        using var driver = new ReaderDriver(EndpointRole.Server, maxMessageSize: int.MaxValue - 64);

        driver.Feed(FrameBuilder.Header(Opcode.Binary, int.MaxValue - 64));
        driver.Feed(new byte[10]);

        Assert.InRange(driver.Reader.BufferedBytes, 10, 256);
    }

    [Fact]
    public void A_peer_that_never_reads_its_echoes_stops_being_read_at_half_of_the_queue_and_is_cut_off_at_the_deadline()
    {
        var peer = new ScriptedConnection(options => options.MaxSendQueueSize = 64 * 1024);
        peer.Sink.OnCall = (session, call) => call.StartsWith("binary", StringComparison.Ordinal)
            ? session.SendBinaryAsync(new byte[1000])
            : default;
        peer.Transport.IsBlocked = true;
        byte[] frame = FrameBuilder.Binary(new byte[1000]);
        var frames = 0;
        while (peer.Receive(frame) != ReceiveStatus.Paused)
        {
            Assert.True(++frames < 1000, "It is read without end.");
        }

        Assert.InRange(peer.Connection.BufferedAmount, 32 * 1024, 64 * 1024);
        peer.Time.Advance(TimeSpan.FromSeconds(29.9));
        Assert.False(peer.Transport.IsAborted);
        peer.Time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.True(peer.Transport.IsAborted);
        peer.Connection.TransportClosed();
        Assert.Equal(0, peer.Registry.Count);
    }
}
