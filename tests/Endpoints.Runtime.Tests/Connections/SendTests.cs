using Endpoints.Protocol;
using Endpoints.TestKit.Connections;
using Endpoints.TestKit.Frames;

namespace Endpoints.Runtime.Tests.Connections;

public class SendTests
{
    [Fact]
    public void A_message_from_another_thread_is_flushed_at_once()
    {
        var scripted = new ScriptedConnection();

        Assert.True(scripted.Connection.TrySendText("a"u8));
        Assert.True(scripted.Connection.TrySendBinary([1, 2]));

        var frames = scripted.Transport.TakeFrames();
        Assert.Equal((Opcode.Text, "a"), (frames[0].Opcode, frames[0].Text));
        Assert.Equal(Opcode.Binary, frames[1].Opcode);
        Assert.Equal(0, scripted.Connection.BufferedAmount);
    }

    [Fact]
    public void Output_waits_in_memory_of_the_transport_which_gets_it_back()
    {
        var scripted = new ScriptedConnection();
        scripted.Transport.IsBlocked = true;

        scripted.Connection.TrySendBinary(new byte[10]);
        scripted.Connection.TrySendBinary(new byte[1000]);
        scripted.Connection.TrySendBinary(new byte[10_000]);
        Assert.Equal(2, scripted.Transport.Pool.Lent);

        scripted.Transport.IsBlocked = false;
        Assert.Equal(0, scripted.Transport.Pool.Lent);
    }

    [Fact]
    public void A_full_queue_takes_no_message_and_says_so()
    {
        var scripted = new ScriptedConnection(options => options.MaxSendQueueSize = 100);
        scripted.Transport.IsBlocked = true;

        Assert.True(scripted.Connection.TrySendBinary(new byte[48]));
        Assert.Equal(50, scripted.Connection.BufferedAmount);
        Assert.False(scripted.Connection.TrySendBinary(new byte[51]));
        Assert.True(scripted.Connection.TrySendBinary(new byte[50]));
        Assert.False(scripted.Connection.TrySendText("x"u8));

        scripted.Transport.IsBlocked = false;
        Assert.True(scripted.Connection.TrySendText("x"u8));
        Assert.Equal([48, 50, 1], scripted.Transport.TakeFrames().Select(frame => frame.Payload.Length));
    }

    [Fact]
    public void An_empty_queue_takes_one_message_of_any_size()
    {
        var scripted = new ScriptedConnection(options => options.MaxSendQueueSize = 100);

        Assert.True(scripted.Connection.TrySendBinary(new byte[100_000]));
        Assert.Equal(100_000, Assert.Single(scripted.Transport.TakeFrames()).Payload.Length);
    }

    [Fact]
    public void A_large_message_leaves_in_several_batches()
    {
        var scripted = new ScriptedConnection();

        scripted.Connection.TrySendBinary(new byte[1_000_000]);

        Assert.Equal(4, scripted.Transport.Batches);
        Assert.Equal(1_000_000, Assert.Single(scripted.Transport.TakeFrames()).Payload.Length);
    }

    [Fact]
    public async Task Waiting_senders_are_served_in_the_order_in_which_they_came()
    {
        var scripted = new ScriptedConnection(options => options.MaxSendQueueSize = 10);
        scripted.Transport.IsBlocked = true;
        scripted.Connection.TrySendText("filler...."u8);

        var first = scripted.Connection.SendTextAsync("first").AsTask();
        var second = scripted.Connection.SendBinaryAsync(new byte[] { 2 }).AsTask();
        Assert.False(scripted.Connection.TrySendText("late"u8));
        Assert.False(first.IsCompleted);

        scripted.Transport.IsBlocked = false;
        await Task.WhenAll(first, second);

        Assert.Equal(["filler....", "first", "\u0002"], scripted.Transport.TakeFrames().Select(frame => frame.Text));
    }

    [Fact]
    public async Task A_sender_that_gives_up_waiting_sends_nothing()
    {
        var scripted = new ScriptedConnection(options => options.MaxSendQueueSize = 10);
        scripted.Transport.IsBlocked = true;
        scripted.Connection.TrySendText("filler...."u8);
        using var cancellation = new CancellationTokenSource();

        var abandoned = scripted.Connection.SendTextAsync("abandoned", cancellation.Token).AsTask();
        var patient = scripted.Connection.SendTextAsync("patient").AsTask();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => abandoned);
        scripted.Transport.IsBlocked = false;
        await patient;

        Assert.Equal(["filler....", "patient"], scripted.Transport.TakeFrames().Select(frame => frame.Text));
    }

    [Fact]
    public async Task A_sender_that_waits_learns_that_the_session_ended()
    {
        var scripted = new ScriptedConnection(options => options.MaxSendQueueSize = 10);
        scripted.Transport.IsBlocked = true;
        scripted.Connection.TrySendText("filler...."u8);
        var waiting = scripted.Connection.SendTextAsync("never").AsTask();

        scripted.Connection.TransportClosed();

        var error = await Assert.ThrowsAsync<WebSocketClosedException>(() => waiting);
        Assert.Equal(1006, error.Status.Code);
        Assert.False(scripted.Connection.TrySendText("x"u8));
        await Assert.ThrowsAsync<WebSocketClosedException>(() => scripted.Connection.SendTextAsync("x").AsTask());
    }

    [Fact]
    public void Pings_can_be_sent_up_to_the_limit_of_a_control_frame()
    {
        var scripted = new ScriptedConnection();

        Assert.True(scripted.Connection.TrySendPing(new byte[125]));
        Assert.True(scripted.Connection.TrySendPong("x"u8));
        Assert.Throws<ArgumentException>(() => scripted.Connection.TrySendPing(new byte[126]));
        Assert.Equal([Opcode.Ping, Opcode.Pong], scripted.Transport.TakeFrames().Select(frame => frame.Opcode));
    }

    [Fact]
    public void A_full_queue_never_silences_a_pong()
    {
        var scripted = new ScriptedConnection(options => options.MaxSendQueueSize = 10);
        scripted.Transport.IsBlocked = true;
        scripted.Connection.TrySendBinary(new byte[10]);

        scripted.Receive(FrameBuilder.Ping("alive"));
        scripted.Transport.IsBlocked = false;

        Assert.Equal("alive", scripted.Transport.TakeFrames()[^1].Text);
    }

    [Fact]
    public void A_flood_of_pings_that_nobody_reads_costs_bounded_memory_and_its_last_is_answered()
    {
        var scripted = new ScriptedConnection();
        scripted.Transport.IsBlocked = true;
        scripted.Connection.TrySendText("in flight"u8);

        for (var i = 0; i < 10_000; i++)
        {
            scripted.Receive(FrameBuilder.Ping($"{i}"));
        }

        Assert.InRange(scripted.Connection.BufferedAmount, 1, 2048);
        scripted.Transport.IsBlocked = false;
        Assert.Equal("9999", scripted.Transport.TakeFrames()[^1].Text);
    }

    [Fact]
    public void Sends_from_many_threads_never_interleave()
    {
        var scripted = new ScriptedConnection(options => options.MaxSendQueueSize = int.MaxValue / 2);
        scripted.Transport.IsBlocked = true;

        Parallel.For(0, 2_000, i => Assert.True(scripted.Connection.TrySendText(new string((char)('a' + (i % 26)), i).Select(c => (byte)c).ToArray())));
        scripted.Transport.IsBlocked = false;

        var frames = scripted.Transport.TakeFrames();
        Assert.Equal(2_000, frames.Count);
        Assert.All(frames, frame => Assert.True(frame.Payload.Distinct().Count() <= 1));
        Assert.Equal(Enumerable.Range(0, 2_000), frames.Select(frame => frame.Payload.Length).Order());
    }
}
