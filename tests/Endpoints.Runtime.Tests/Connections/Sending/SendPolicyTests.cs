using System.Text;
using Endpoints.Connections;
using Endpoints.Connections.Memory;
using Endpoints.Diagnostics;
using Endpoints.Generated;
using Endpoints.Options;
using Endpoints.Protocol;
using Endpoints.TestKit.Connections;
using Endpoints.TestKit.Diagnostics;
using Endpoints.TestKit.Frames;

namespace Endpoints.Runtime.Tests.Connections.Sending;

/// <summary>What each policy does at its limit and one past it. The first message is always with the network, so the second is the first that waits.</summary>
public sealed class SendPolicyTests
{
    /// <summary>A session whose peer does not read: "-" is being written, and nothing waits.</summary>
    private static ScriptedConnection Open(
        SendPolicy policy,
        int maxMessages = 3,
        Action<WebSocketEndpointOptions>? configure = null,
        EndpointMetrics? metrics = null,
        MemoryBudget? memory = null)
    {
        var scripted = new ScriptedConnection(
            options =>
            {
                (options.SendPolicy, options.MaxSendQueueMessages) = (policy, maxMessages);
                configure?.Invoke(options);
            },
            metrics: metrics,
            memory: memory);
        scripted.Transport.IsBlocked = true;
        Assert.True(scripted.Connection.TrySendText("-"u8));
        return scripted;
    }

    private static bool Send(ScriptedConnection scripted, string text) => scripted.Connection.TrySendText(Encoding.UTF8.GetBytes(text));

    private static string Unblock(ScriptedConnection scripted)
    {
        scripted.Transport.IsBlocked = false;
        return string.Join(' ', scripted.Transport.TakeFrames().Select(frame => frame.Opcode == Opcode.Close ? $"close{frame.CloseCode}" : frame.Text));
    }

    [Fact]
    public void Wait_takes_so_many_messages_and_no_more()
    {
        var scripted = Open(SendPolicy.Wait);

        Assert.Equal([true, true, true, false], new[] { "a", "b", "c", "d" }.Select(text => Send(scripted, text)));

        Assert.Equal(0, scripted.Connection.DroppedMessages);
        Assert.Equal("- a b c", Unblock(scripted));
        Assert.True(Send(scripted, "e"));
    }

    [Fact]
    public async Task Wait_lets_in_who_waits_as_soon_as_messages_leave()
    {
        var scripted = Open(SendPolicy.Wait, maxMessages: 1);
        var sends = new[] { "a"u8.ToArray(), "b"u8.ToArray(), "c"u8.ToArray() }.Select(text => scripted.Connection.SendTextAsync(text).AsTask()).ToArray();
        Assert.Equal([true, false, false], sends.Select(send => send.IsCompleted));

        Assert.Equal("- a b c", Unblock(scripted));

        await Task.WhenAll(sends);
    }

    [Fact]
    public void Without_a_bound_of_messages_waiting_is_what_it_always_was()
    {
        var scripted = new ScriptedConnection(options => options.MaxSendQueueSize = 10);
        scripted.Transport.IsBlocked = true;

        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(_ => Send(scripted, "12")));
    }

    [Fact]
    public async Task DropNewest_keeps_what_waits()
    {
        var scripted = Open(SendPolicy.DropNewest);

        Assert.Equal([true, true, true, false], new[] { "a", "b", "c", "d" }.Select(text => Send(scripted, text)));
        var late = scripted.Connection.SendTextAsync("e").AsTask();
        Assert.True(late.IsCompletedSuccessfully);
        await late;

        Assert.Equal(2, scripted.Connection.DroppedMessages);
        Assert.Equal("- a b c", Unblock(scripted));
        Assert.True(Send(scripted, "f"));
    }

    [Fact]
    public async Task DropOldest_keeps_what_comes()
    {
        var scripted = Open(SendPolicy.DropOldest);

        Assert.All(new[] { "a", "b", "c" }, text => Assert.True(Send(scripted, text)));
        Assert.Equal(0, scripted.Connection.DroppedMessages);
        Assert.True(Send(scripted, "d"));
        await scripted.Connection.SendTextAsync("e");

        Assert.Equal(2, scripted.Connection.DroppedMessages);
        Assert.Equal("- c d e", Unblock(scripted));
    }

    [Theory]
    [InlineData(94, 0, "- 46 46")]
    [InlineData(93, 1, "- 46")]
    public void Bytes_are_bounded_by_what_waits_and_its_heads(int maxBytes, int dropped, string left)
    {
        var scripted = Open(SendPolicy.DropOldest, maxMessages: 100, options => options.MaxSendQueueSize = maxBytes);

        scripted.Connection.TrySendBinary(new byte[46]);
        scripted.Connection.TrySendBinary(new byte[46]);

        Assert.Equal(dropped, scripted.Connection.DroppedMessages);
        scripted.Transport.IsBlocked = false;
        Assert.Equal(left, string.Join(' ', scripted.Transport.TakeFrames().Select(frame => frame.Payload.Length == 1 ? "-" : $"{frame.Payload.Length}")));
    }

    [Fact]
    public void One_message_is_taken_however_large_it_is()
    {
        var scripted = Open(SendPolicy.DropOldest, configure: options => options.MaxSendQueueSize = 100);

        Assert.True(Send(scripted, "a"));
        Assert.True(scripted.Connection.TrySendBinary(new byte[100_000]));

        Assert.Equal(1, scripted.Connection.DroppedMessages);
        scripted.Transport.IsBlocked = false;
        Assert.Equal([1, 100_000], scripted.Transport.TakeFrames().Select(frame => frame.Payload.Length));
    }

    [Fact]
    public void Disconnect_closes_with_1013_and_drops_all_that_waits()
    {
        using var metrics = new EndpointMetrics(null, () => 0);
        using var readings = new MeterReadings(metrics.Meter);
        var scripted = Open(SendPolicy.Disconnect, metrics: metrics);

        Assert.Equal([true, true, true], new[] { "a", "b", "c" }.Select(text => Send(scripted, text)));
        Assert.Equal(WebSocketSessionState.Open, scripted.Connection.State);
        Assert.False(Send(scripted, "d"));

        Assert.Equal(WebSocketSessionState.Closing, scripted.Connection.State);
        Assert.Equal(4, scripted.Connection.DroppedMessages);
        Assert.False(Send(scripted, "e"));
        Assert.Equal("- close1013", Unblock(scripted));
        Assert.Equal(4, readings.Sum("endpoints.messages.dropped", ("endpoints.send.policy", "disconnect"), ("endpoints.drop.reason", "full")));
        scripted.Connection.TransportClosed();
        Assert.Equal(1, readings.Sum("endpoints.sessions.closed", ("error.type", "slow_consumer"), ("endpoints.close.code", 1013)));
    }

    [Fact]
    public async Task Disconnect_tells_who_awaits_that_the_session_is_closed()
    {
        var scripted = Open(SendPolicy.Disconnect, maxMessages: 1);
        await scripted.Connection.SendTextAsync("a");

        var error = await Assert.ThrowsAsync<WebSocketClosedException>(() => scripted.Connection.SendTextAsync("b").AsTask());

        Assert.Equal(1013, error.Status.Code);
    }

    [Fact]
    public void What_was_dropped_is_counted_by_route_policy_and_reason()
    {
        using var metrics = new EndpointMetrics(null, () => 0);
        using var readings = new MeterReadings(metrics.Meter);
        var scripted = Open(SendPolicy.KeepLatest, maxMessages: 1, metrics: metrics);

        scripted.Connection.TrySendText("a1"u8, "a");
        scripted.Connection.TrySendText("a2"u8, "a");
        scripted.Connection.TrySendText("b"u8, "b");

        Assert.Equal(2, scripted.Connection.DroppedMessages);
        Assert.Equal(1, readings.Sum("endpoints.messages.dropped", ("endpoints.send.policy", "keep_latest"), ("endpoints.drop.reason", "replaced")));
        Assert.Equal(1, readings.Sum("endpoints.messages.dropped", ("endpoints.send.policy", "keep_latest"), ("endpoints.drop.reason", "full")));
        Assert.Equal("- b", Unblock(scripted));
    }

    [Fact]
    public async Task What_waits_is_sent_before_a_close_frame()
    {
        var scripted = Open(SendPolicy.DropOldest);
        Send(scripted, "a");
        scripted.Connection.TrySendBinary(new byte[WebSocketConnection.SmallestLent]);

        var close = scripted.Connection.CloseAsync().AsTask();
        scripted.Transport.IsBlocked = false;
        await close;

        Assert.Equal(
            [Opcode.Text, Opcode.Text, Opcode.Binary, Opcode.Close], scripted.Transport.TakeFrames().Select(frame => frame.Opcode));
    }

    [Fact]
    public void A_batch_takes_out_no_more_than_it_has_to()
    {
        var scripted = Open(SendPolicy.DropOldest, maxMessages: 100);
        var large = new byte[WebSocketConnection.LargestFill];
        scripted.Connection.TrySendBinary(large);
        Send(scripted, "a");
        Send(scripted, "b");
        scripted.Transport.IsBlocked = false;
        scripted.Transport.TakeFrames();

        scripted.Transport.IsBlocked = true;
        scripted.Connection.TrySendBinary(large);
        scripted.Connection.TrySendBinary(large);
        scripted.Connection.TrySendBinary(large);

        Assert.Equal(3 * (large.Length + 10), scripted.Connection.BufferedAmount);
        Assert.Equal(large.Length + 10, scripted.Transport.Written.Count);
    }

    [Fact]
    public void Control_frames_go_in_front_and_are_not_counted()
    {
        var scripted = Open(SendPolicy.DropNewest, maxMessages: 1);
        Send(scripted, "a");

        Assert.True(scripted.Connection.TrySendPing("p"u8));
        Assert.False(Send(scripted, "b"));

        Assert.Equal("- p a", Unblock(scripted));
    }

    [Fact]
    public void A_slow_peer_is_listened_to_where_messages_are_dropped()
    {
        var dropping = Open(SendPolicy.DropOldest, maxMessages: 1000, options => options.MaxSendQueueSize = 100);
        var waiting = Open(SendPolicy.Wait, maxMessages: 1000, options => options.MaxSendQueueSize = 100);
        foreach (var scripted in new[] { dropping, waiting })
        {
            scripted.Connection.TrySendBinary(new byte[90]);
            scripted.Receive(FrameBuilder.Text("hello"));
        }

        Assert.Contains("text hello", dropping.Sink.Calls);
        Assert.DoesNotContain("text hello", waiting.Sink.Calls);
        waiting.Transport.IsBlocked = false;
        waiting.Receive();
        Assert.Contains("text hello", waiting.Sink.Calls);
    }

    [Fact]
    public void The_queue_is_what_the_session_holds_and_is_given_back()
    {
        var memory = new MemoryBudget(null);
        var scripted = Open(SendPolicy.DropOldest, memory: memory);

        scripted.Connection.TrySendBinary(new byte[64 * 1024]);
        scripted.Connection.TrySendBinary(new byte[64 * 1024]);
        Assert.InRange(scripted.Connection.HeldBytes, 128 * 1024, 160 * 1024);
        Assert.InRange(memory.Used, 128 * 1024, 160 * 1024);

        scripted.Transport.IsBlocked = false;
        Assert.Equal((0L, 0L), (scripted.Connection.HeldBytes, memory.Used));
        Assert.Equal(0, scripted.Transport.Pool.Lent);
    }

    [Fact]
    public void A_session_that_ends_gives_back_what_waits()
    {
        var memory = new MemoryBudget(null);
        var scripted = Open(SendPolicy.KeepLatest, memory: memory);
        scripted.Connection.TrySendText(new byte[64 * 1024], "a");

        scripted.Connection.TransportClosed();

        Assert.Equal((0L, 0L), (scripted.Connection.HeldBytes, memory.Used));
        Assert.False(Send(scripted, "b"));
    }

    [Fact]
    public void A_budget_without_room_is_a_full_queue()
    {
        const int Budget = WebSocketEndpointOptions.SmallestSessionBudget;
        var scripted = Open(SendPolicy.DropOldest, maxMessages: 1000, options => options.MaxSessionBufferedBytes = Budget);

        for (var i = 0; i < 20; i++)
        {
            Assert.True(scripted.Connection.TrySendBinary(new byte[8 * 1024]));
            Assert.InRange(scripted.Connection.HeldBytes, 0, Budget);
        }

        Assert.InRange(scripted.Connection.DroppedMessages, 12, 14);
    }

    [Fact]
    public void Replies_within_a_read_wait_in_the_queue_and_leave_in_one_batch()
    {
        var scripted = new ScriptedConnection(options => options.SendPolicy = SendPolicy.DropOldest);
        var batches = scripted.Transport.Batches;
        scripted.Connection.BeginReads();
        scripted.Receive(FrameBuilder.Text("x"));
        Send(scripted, "a");
        Send(scripted, "b");
        Assert.Equal(batches, scripted.Transport.Batches);

        scripted.Connection.EndReads();

        Assert.Equal(batches + 1, scripted.Transport.Batches);
        Assert.Equal(["a", "b"], scripted.Transport.TakeFrames().Select(frame => frame.Text));
    }

    [Fact]
    public void Many_threads_lose_nothing_that_is_not_counted()
    {
        var scripted = new ScriptedConnection(options => (options.SendPolicy, options.MaxSendQueueMessages) = (SendPolicy.DropOldest, 5));
        scripted.Transport.IsBlocked = true;

        Parallel.For(0, 2_000, _ => Assert.True(Send(scripted, "x")));
        scripted.Transport.IsBlocked = false;

        Assert.Equal(2_000, scripted.Transport.TakeFrames().Count + scripted.Connection.DroppedMessages);
    }

    [Theory]
    [InlineData(SendPolicy.DropOldest)]
    [InlineData(SendPolicy.DropNewest)]
    [InlineData(SendPolicy.KeepLatest)]
    public void Dropping_allocates_nothing(SendPolicy policy)
    {
        var scripted = Open(policy);
        var message = new byte[100];
        var before = 0L;
        for (var i = 0; i < 2_000; i++)
        {
            if (i == 1_000)
            {
                before = GC.GetAllocatedBytesForCurrentThread();
            }

            scripted.Connection.TrySendBinary(message, i % 2 == 0 ? "even" : "odd");
            scripted.Connection.TrySendText(message);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(scripted.Connection.DroppedMessages > 3_900);
    }

    [Fact]
    public void The_attribute_goes_before_the_application()
    {
        var options = new WebSocketEndpointOptions { SendPolicy = SendPolicy.DropOldest, MaxSendQueueMessages = 10 };

        var limits = ConnectionLimits.Resolve(options, new EndpointSettings { SendPolicy = SendPolicy.Wait, MaxSendQueueMessages = 7 });

        Assert.Equal((SendPolicy.Wait, 7), (limits.SendPolicy, limits.MaxSendQueueMessages));
        Assert.Equal(SendPolicy.DropOldest, ConnectionLimits.Resolve(options, null).SendPolicy);
    }
}
