using System.Buffers.Binary;
using System.Text;
using Endpoints.Connections;
using Endpoints.Connections.Memory;
using Endpoints.Options;
using Endpoints.Protocol;
using Endpoints.Protocol.Deflate;
using Endpoints.Runtime.Tests.Protocol.Deflate;
using Endpoints.TestKit.Connections;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Endpoints.Runtime.Tests.Connections.Sending;

/// <summary>Messages that can be dropped until they leave: compressed, masked, and in the queues of many sessions.</summary>
public sealed class QueuedFormsTests
{
    private static readonly byte[] Tail = [0x00, 0x00, 0xFF, 0xFF];
    private static readonly DeflateParameters Forgetting = new(true, true, 15, 15);
    private static readonly DeflateParameters Remembering = new(false, false, 15, 15);

    private static void DropOldest(WebSocketEndpointOptions options)
    {
        (options.SendPolicy, options.MaxSendQueueMessages) = (SendPolicy.DropOldest, 2);
        options.Compression = new WebSocketCompressionOptions { Threshold = 0 };
    }

    // Each shares most of its bytes with the others, so that one in the window of the one end alone would show.
    private static byte[] Message(int number) => Encoding.UTF8.GetBytes($"{number}: {new string('a', 50)} the same thing all over again {number}");

    private static byte[][] Inflate(Inflater inflater, IEnumerable<SentFrame> frames, bool remembers) =>
    [
        .. frames.Select(frame =>
        {
            Assert.True(frame.IsCompressed && frame.Fin);
            if (!remembers)
            {
                inflater.Reset();
            }

            return Codecs.Inflate(inflater, [.. frame.Payload, .. Tail]);
        }),
    ];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_dropped_is_in_no_window(bool remembers)
    {
        var scripted = new ScriptedConnection(DropOldest, deflate: remembers ? Remembering : Forgetting);
        using var inflater = new ZlibCodec().CreateInflater(15);
        var expected = new List<byte[]>();
        for (var round = 0; round < 3; round++)
        {
            scripted.Transport.IsBlocked = true;
            for (var i = 0; i < 6; i++)
            {
                Assert.True(scripted.Connection.TrySendText(Message((round * 10) + i)));
            }

            scripted.Transport.IsBlocked = false;
            expected.AddRange([Message(round * 10), Message((round * 10) + 4), Message((round * 10) + 5)]);
        }

        Assert.Equal(expected, Inflate(inflater, scripted.Transport.TakeFrames(), remembers));
        Assert.Equal(9, scripted.Connection.DroppedMessages);
    }

    [Fact]
    public void A_replaced_message_is_in_no_window()
    {
        var scripted = new ScriptedConnection(
            options =>
            {
                options.SendPolicy = SendPolicy.KeepLatest;
                options.Compression = new WebSocketCompressionOptions { Threshold = 0 };
            },
            deflate: Remembering);
        using var inflater = new ZlibCodec().CreateInflater(15);
        scripted.Transport.IsBlocked = true;
        for (var i = 0; i < 10; i++)
        {
            scripted.Connection.TrySendText(Message(i), i % 2 == 0 ? "even" : "odd");
        }

        scripted.Transport.IsBlocked = false;

        Assert.Equal([Message(0), Message(9), Message(8)], Inflate(inflater, scripted.Transport.TakeFrames(), remembers: true));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_broadcast_that_is_dropped_is_in_no_window(bool remembers)
    {
        var sessions = new ScriptedSessions(DropOldest);
        ScriptedTransport[] transports = [.. Enumerable.Range(0, 3).Select(_ => sessions.Open(deflate: remembers ? Remembering : Forgetting))];
        transports[1].IsBlocked = true;
        for (var i = 0; i < 6; i++)
        {
            Assert.Equal(3, sessions.All.SendText(Message(i)));
        }

        transports[1].IsBlocked = false;

        for (var i = 0; i < transports.Length; i++)
        {
            using var inflater = new ZlibCodec().CreateInflater(15);
            byte[][] expected = i == 1 ? [Message(0), Message(4), Message(5)] : [.. Enumerable.Range(0, 6).Select(Message)];
            Assert.Equal(expected, Inflate(inflater, transports[i].TakeFrames(), remembers));
        }
    }

    [Fact]
    public void A_large_broadcast_is_in_one_array_until_the_last_has_written_or_dropped_it()
    {
        var sessions = new ScriptedSessions(options => (options.SendPolicy, options.MaxSendQueueMessages) = (SendPolicy.DropOldest, 2));
        ScriptedTransport[] transports = [.. Enumerable.Range(0, 4).Select(_ => sessions.Open())];
        foreach (var transport in transports)
        {
            transport.IsBlocked = true;
            transport.Connection.TrySendText("-"u8);
        }

        var writing = sessions.Pool.Lent;
        sessions.All.SendBinary(new byte[WebSocketConnection.SmallestLent]);
        sessions.All.SendBinary(new byte[WebSocketConnection.SmallestLent + 1]);
        sessions.All.SendText("small"u8);

        // The first was dropped by all, the second is there once, and the small one is not of this pool yet.
        Assert.Equal(writing + 1, sessions.Pool.Lent);
        Assert.All(transports, transport => Assert.Equal(1, transport.Connection.DroppedMessages));
        foreach (var transport in transports)
        {
            transport.IsBlocked = false;
            Assert.Equal([1, WebSocketConnection.SmallestLent + 1, 5], transport.TakeFrames().Select(frame => frame.Payload.Length));
        }

        Assert.Equal(0, sessions.Pool.Lent);
    }

    [Fact]
    public async Task A_shared_message_is_copied_in_front_of_a_close_frame()
    {
        var sessions = new ScriptedSessions(options => options.SendPolicy = SendPolicy.DropOldest);
        var (one, two) = (sessions.Open(), sessions.Open());
        (one.IsBlocked, two.IsBlocked) = (true, true);
        sessions.All.SendText("-"u8);
        sessions.All.SendBinary(new byte[5000]);

        var close = one.Connection.CloseAsync().AsTask();
        two.Connection.TransportClosed();
        one.IsBlocked = false;
        await close;

        Assert.Equal([1, 5000, 2], one.TakeFrames().Select(frame => frame.Payload.Length));
        Assert.Equal(0, one.Connection.BufferedAmount);
    }

    [Fact]
    public void One_slow_consumer_takes_nothing_from_the_others()
    {
        var sessions = new ScriptedSessions(options => (options.SendPolicy, options.MaxSendQueueMessages) = (SendPolicy.KeepLatest, 10));
        var (slow, fast) = (sessions.Open(), sessions.Open());
        slow.IsBlocked = true;

        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(2, sessions.All.SendText(Encoding.UTF8.GetBytes($"{i}"), $"key {i % 2}"));
        }

        Assert.Equal(100, fast.TakeFrames().Count);
        Assert.Equal((0, 97), (fast.Connection.DroppedMessages, slow.Connection.DroppedMessages));
        slow.IsBlocked = false;
        Assert.Equal(["0", "99", "98"], slow.TakeFrames().Select(frame => frame.Text));
    }

    [Fact]
    public void A_broadcast_to_a_full_queue_that_keeps_what_it_has_is_not_counted_as_taken()
    {
        var sessions = new ScriptedSessions(options => (options.SendPolicy, options.MaxSendQueueMessages) = (SendPolicy.DropNewest, 1));
        var (slow, fast) = (sessions.Open(), sessions.Open());
        slow.IsBlocked = true;

        Assert.Equal([2, 2, 1], Enumerable.Range(0, 3).Select(_ => sessions.All.SendText("x"u8)));
        Assert.Equal((1, 0), (slow.Connection.DroppedMessages, fast.Connection.DroppedMessages));
    }

    [Fact]
    public void A_broadcast_to_a_full_queue_can_end_its_session_and_no_other()
    {
        var sessions = new ScriptedSessions(options => (options.SendPolicy, options.MaxSendQueueMessages) = (SendPolicy.Disconnect, 1));
        var (slow, fast) = (sessions.Open(), sessions.Open());
        slow.IsBlocked = true;

        Assert.Equal([2, 2, 1], Enumerable.Range(0, 3).Select(_ => sessions.All.SendText("x"u8)));

        Assert.Equal((WebSocketSessionState.Closing, WebSocketSessionState.Open), (slow.Connection.State, fast.Connection.State));
        slow.IsBlocked = false;
        Assert.Equal(1013, slow.TakeFrames()[^1].CloseCode);
    }

    [Fact]
    public void What_a_client_keeps_leaves_masked()
    {
        var transport = new ScriptedTransport();
        var limits = ConnectionLimits.Resolve(new WebSocketEndpointOptions { SendPolicy = SendPolicy.DropOldest, MaxSendQueueMessages = 2 }, null);
        var shared = new EndpointSessions(
            limits, new HostSessions().Add(), new FakeTimeProvider(), NullLogger.Instance, new MemoryBudget(null), null) { Role = EndpointRole.Client };
        transport.Connection = new WebSocketConnection(new FakeHandshake(), new RecordingSink(), shared, transport);
        transport.Connection.Start();
        transport.IsBlocked = true;
        foreach (var text in new[] { "one", "two", "three", "four" })
        {
            transport.Connection.TrySendText(Encoding.UTF8.GetBytes(text));
        }

        // Two bytes and a key in front of each.
        Assert.Equal((6 + 3) + (6 + 5) + (6 + 4), transport.Connection.BufferedAmount);
        transport.IsBlocked = false;

        Assert.Equal(["one", "three", "four"], Unmask([.. transport.Written]));
        Assert.Equal(1, transport.Connection.DroppedMessages);
    }

    // Short frames by the letter of section 5.2, without the runtime's own reader.
    private static List<string> Unmask(byte[] bytes)
    {
        var texts = new List<string>();
        for (var at = 0; at < bytes.Length;)
        {
            Assert.InRange(bytes[at + 1], 0x80, 0x80 + 125);
            var payload = bytes.AsSpan(at + 6, bytes[at + 1] & 0x7F).ToArray();
            var key = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at + 2));
            for (var i = 0; i < payload.Length; i++)
            {
                payload[i] ^= (byte)(key >> (24 - (8 * (i % 4))));
            }

            texts.Add(Encoding.UTF8.GetString(payload));
            at += 6 + payload.Length;
        }

        return texts;
    }
}
