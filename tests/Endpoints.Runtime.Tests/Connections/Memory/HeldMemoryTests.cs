using Endpoints.Connections;
using Endpoints.Connections.Memory;
using Endpoints.Generated;
using Endpoints.Options;
using Endpoints.Protocol;
using Endpoints.Protocol.Deflate;
using Endpoints.Runtime.Tests.Protocol.Deflate;
using Endpoints.TestKit.Connections;
using Endpoints.TestKit.Frames;

namespace Endpoints.Runtime.Tests.Connections.Memory;

/// <summary>What a session is found to hold in each state, what it may hold, and that it holds nothing in the end.</summary>
public sealed class HeldMemoryTests
{
    private readonly MemoryBudget _host = new(16 * 1024 * 1024);

    private ScriptedConnection Open(
        Action<WebSocketEndpointOptions>? configure = null, DeflateParameters? deflate = null, MemoryBudget? host = null) => new(
        options =>
        {
            options.Compression = new WebSocketCompressionOptions { Threshold = 0 };
            configure?.Invoke(options);
        },
        deflate: deflate,
        memory: host ?? _host);

    private static DeflateParameters Takeover(bool isOn) => new(!isOn, !isOn, 15, 15);

    private static byte[] Compressed(byte[] message, bool fin = true)
    {
        using var deflater = new ZlibCodec().CreateDeflater(15);
        return FrameBuilder.Frame(Opcode.Binary, Codecs.Deflate(deflater, message, forget: true)[..^4], fin: fin, rsv: ReservedBits.Rsv1);
    }

    private static int CloseCode(ScriptedConnection peer) => Assert.Single(peer.Transport.TakeFrames()).CloseCode;

    private void AssertNothingIsHeld(ScriptedConnection peer)
    {
        peer.Connection.TransportClosed();
        Assert.Equal(0, peer.Connection.HeldBytes);
        Assert.Equal(0, _host.Used);
    }

    [Fact]
    public void A_message_in_parts_counts_as_its_array_until_it_was_handled()
    {
        var peer = Open();

        peer.Receive(FrameBuilder.Binary(new byte[40_000], fin: false));
        Assert.Equal(128 * 1024, peer.Connection.HeldBytes);
        Assert.Equal(128 * 1024, _host.Used);

        peer.Receive(FrameBuilder.Continuation(new byte[10]));
        Assert.Equal(0, peer.Connection.HeldBytes);
        Assert.Equal(0, _host.Used);
    }

    [Fact]
    public async Task A_message_is_counted_for_as_long_as_its_handler_holds_it()
    {
        var handler = new TaskCompletionSource();
        var peer = Open();
        peer.Sink.OnCall = (_, call) => call.StartsWith("binary", StringComparison.Ordinal) ? new ValueTask(handler.Task) : default;

        peer.Receive(FrameBuilder.Fragments(Opcode.Binary, new byte[40_000], [20_000]));
        Assert.Equal(64 * 1024, peer.Connection.HeldBytes);

        handler.SetResult();
        await peer.Transport.WhenResumedAsync();
        peer.Receive();
        Assert.Equal(0, peer.Connection.HeldBytes);
    }

    [Fact]
    public async Task The_copy_that_a_handler_keeps_is_counted()
    {
        var handler = new TaskCompletionSource();
        var peer = Open();
        peer.Sink.BorrowsMemory = true;
        peer.Sink.OnCall = (_, call) => call.StartsWith("binary", StringComparison.Ordinal) ? new ValueTask(handler.Task) : default;

        peer.Receive(FrameBuilder.Binary(new byte[10_000]));
        Assert.Equal(16 * 1024, peer.Connection.HeldBytes);

        handler.SetResult();
        await peer.Transport.WhenResumedAsync();
        Assert.Equal(0, peer.Connection.HeldBytes);
    }

    [Fact]
    public void A_compressed_message_counts_its_context_and_what_came_out()
    {
        var peer = Open(deflate: Takeover(false));

        peer.Receive(Compressed(new byte[100_000], fin: false));
        Assert.InRange(peer.Connection.HeldBytes, DeflateCost.Inflater + 100_000, DeflateCost.Inflater + (256 * 1024));

        peer.Receive(FrameBuilder.Continuation([]));
        Assert.Equal(0, peer.Connection.HeldBytes);
        AssertNothingIsHeld(peer);
    }

    [Fact]
    public void Contexts_that_are_taken_over_count_until_the_session_ends()
    {
        var peer = Open(deflate: Takeover(true));

        peer.Receive(Compressed(new byte[1000]));
        Assert.Equal(DeflateCost.Inflater, peer.Connection.HeldBytes);

        peer.Connection.TrySendBinary(new byte[1000]);
        Assert.Equal(DeflateCost.Inflater + DeflateCost.Deflater(15), peer.Connection.HeldBytes);
        peer.Connection.TrySendBinary(new byte[1000]);
        Assert.Equal(DeflateCost.Inflater + DeflateCost.Deflater(15), _host.Used);
        AssertNothingIsHeld(peer);
    }

    [Fact]
    public void What_waits_to_be_sent_and_what_is_being_sent_is_counted()
    {
        var peer = Open();
        peer.Transport.IsBlocked = true;

        peer.Connection.TrySendBinary(new byte[10_000]);
        Assert.Equal(16 * 1024, peer.Connection.HeldBytes);
        peer.Connection.TrySendBinary(new byte[20_000]);
        Assert.Equal(48 * 1024, peer.Connection.HeldBytes);

        peer.Transport.IsBlocked = false;
        Assert.Equal(0, peer.Connection.HeldBytes);
        Assert.Equal(0, _host.Used);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_message_that_needs_one_step_more_than_the_session_may_hold_is_1009(int past)
    {
        // 64 KiB hold a message of 64 KiB, its array growing in powers of two, and no byte more.
        var peer = Open(options => options.MaxSessionBufferedBytes = 64 * 1024);

        peer.Receive(FrameBuilder.Binary(new byte[40_000], fin: false));
        peer.Receive(FrameBuilder.Continuation(new byte[(64 * 1024) - 40_000 + past]));

        if (past == 0)
        {
            Assert.Empty(peer.Transport.TakeFrames());
            Assert.StartsWith("binary", peer.Sink.Calls[^1], StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(1009, CloseCode(peer));
            Assert.Equal(["open"], peer.Sink.Calls);
        }

        Assert.Equal(0, peer.Connection.HeldBytes);
        AssertNothingIsHeld(peer);
    }

    [Fact]
    public void A_bomb_that_is_within_the_message_limit_and_beyond_the_budget_is_1009()
    {
        var peer = Open(
            options =>
            {
                options.MaxMessageSize = 8 * 1024 * 1024;
                options.MaxSessionBufferedBytes = 256 * 1024;
            },
            Takeover(false));

        peer.Receive(Compressed(new byte[4 * 1024 * 1024]));

        Assert.Equal(1009, CloseCode(peer));
        AssertNothingIsHeld(peer);
    }

    [Fact]
    public void No_room_for_a_context_is_1009()
    {
        var peer = Open(options => options.MaxSessionBufferedBytes = DeflateCost.Inflater - 1, Takeover(false));

        peer.Receive(Compressed(new byte[10]));

        Assert.Equal(1009, CloseCode(peer));
    }

    [Fact]
    public void A_host_without_room_answers_1013_to_the_session_that_asks_and_to_no_other()
    {
        var host = new MemoryBudget(256 * 1024);
        var holder = Open(host: host);
        holder.Receive(FrameBuilder.Binary(new byte[128 * 1024], fin: false));
        Assert.Equal(256 * 1024, host.Used);
        var other = Open(host: host);

        other.Receive(FrameBuilder.Binary(new byte[SessionMemory.Grain], fin: false));

        var close = Assert.Single(other.Transport.TakeFrames());
        Assert.Equal(1013, close.CloseCode);
        Assert.Equal("The server holds as much for its sessions as it may; try again later.", close.CloseReason);
        Assert.Empty(holder.Transport.TakeFrames());
        holder.Receive(FrameBuilder.Continuation([1]));
        Assert.StartsWith("binary", holder.Sink.Calls[^1], StringComparison.Ordinal);
        Assert.Equal(0, host.Used);
    }

    [Fact]
    public void A_host_without_room_still_serves_messages_that_need_none()
    {
        var host = new MemoryBudget(0);
        var peer = Open(host: host);
        peer.Sink.OnCall = (session, call) =>
            call.StartsWith("text", StringComparison.Ordinal) ? session.SendTextAsync("an answer") : default;

        peer.Receive(FrameBuilder.Text("a question"), FrameBuilder.Ping("p"));

        Assert.Equal([Opcode.Text, Opcode.Pong], peer.Transport.TakeFrames().Select(frame => frame.Opcode));
    }

    [Fact]
    public async Task A_message_to_a_peer_that_does_not_read_waits_for_the_budget_as_for_a_full_queue()
    {
        var peer = Open(options => options.MaxSessionBufferedBytes = 64 * 1024);
        peer.Transport.IsBlocked = true;

        // The first is being written; the second fits behind it, the third would have to grow the queue's array beyond the budget.
        Assert.True(peer.Connection.TrySendBinary(new byte[20_000]));
        Assert.True(peer.Connection.TrySendBinary(new byte[20_000]));
        Assert.False(peer.Connection.TrySendBinary(new byte[20_000]));
        var waits = peer.Connection.SendBinaryAsync(new byte[20_000]).AsTask();
        Assert.False(waits.IsCompleted);

        peer.Transport.IsBlocked = false;
        await waits;
        Assert.Equal(3, peer.Transport.TakeFrames().Count);
        Assert.Equal(0, peer.Connection.HeldBytes);
    }

    [Fact]
    public void An_empty_queue_takes_one_message_whatever_is_held()
    {
        var host = new MemoryBudget(0);
        var peer = Open(host: host);
        peer.Transport.IsBlocked = true;

        Assert.True(peer.Connection.TrySendBinary(new byte[100_000]));
        Assert.False(peer.Connection.TrySendBinary(new byte[100_000]));
        Assert.Equal(128 * 1024, host.Used);

        peer.Transport.IsBlocked = false;
        Assert.Equal(0, host.Used);
    }

    [Fact]
    public void Without_memory_for_a_context_messages_are_sent_as_they_are()
    {
        var peer = Open(options => options.MaxSessionBufferedBytes = DeflateCost.Deflater(15) - 1, Takeover(true));

        peer.Connection.TrySendBinary(new byte[1000]);

        Assert.False(Assert.Single(peer.Transport.TakeFrames()).IsCompressed);
        Assert.Equal(0, peer.Connection.HeldBytes);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void A_buffer_that_the_door_keeps_is_counted_and_one_byte_too_many_closes_the_session(int past, bool isClosed)
    {
        var peer = Open(options => options.MaxSessionBufferedBytes = 64 * 1024);

        peer.Connection.HoldInput((64 * 1024) + past);

        Assert.Equal((64 * 1024) + past, peer.Connection.HeldBytes);
        Assert.Equal(isClosed ? [1009] : [], peer.Transport.TakeFrames().Select(frame => frame.CloseCode));
        peer.Connection.ReturnInput((64 * 1024) + past);
        AssertNothingIsHeld(peer);
    }

    [Fact]
    public void A_session_that_breaks_off_with_everything_held_gives_everything_back()
    {
        var peer = Open(deflate: Takeover(true));
        peer.Receive(Compressed(new byte[1000]));
        peer.Transport.IsBlocked = true;
        peer.Connection.TrySendBinary(new byte[100_000]);
        peer.Connection.TrySendBinary(Codecs.Noise(100_000));
        peer.Receive(Compressed(new byte[50_000], fin: false));
        Assert.InRange(_host.Used, 500_000, long.MaxValue);

        peer.Connection.TransportClosed();

        // The write that was under way ends only now.
        peer.Connection.OutputWritten();
        AssertNothingIsHeld(peer);
    }

    [Theory]
    [InlineData(null, null, 0)]
    [InlineData(65_536, 1_048_576L, 0)]
    [InlineData(65_535, 1_048_575L, 2)]
    [InlineData(-1, -1L, 2)]
    public void Budgets_are_validated(int? session, long? host, int failures)
    {
        var options = new WebSocketEndpointOptions { MaxSessionBufferedBytes = session, MaxBufferedBytes = host };

        var result = new WebSocketEndpointOptionsValidator().Validate(null, options);

        Assert.Equal(failures, (result.Failures ?? []).Count());
        Assert.Equal(session ?? long.MaxValue, ConnectionLimits.Resolve(options, new EndpointSettings()).MaxBufferedBytes);
    }

    [Fact]
    public void By_default_the_host_has_a_quarter_of_its_memory()
    {
        var options = new WebSocketEndpointOptions();

        Assert.Null(options.MaxSessionBufferedBytes);
        Assert.Equal(Math.Max(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4, 64 * 1024 * 1024), options.MaxBufferedBytes);
        Assert.True(new WebSocketEndpointOptionsValidator().Validate(null, options).Succeeded);
    }
}
