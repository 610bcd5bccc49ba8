using Endpoints.Connections;
using Endpoints.Generated;
using Endpoints.Protocol;
using Endpoints.TestKit.Connections;
using Endpoints.TestKit.Frames;

namespace Endpoints.Runtime.Tests.Connections;

public class ReceiveTests
{
    [Fact]
    public void Messages_are_delivered_in_order_after_open()
    {
        var scripted = new ScriptedConnection();

        var status = scripted.Receive(FrameBuilder.Text("a"), FrameBuilder.Binary([98]), FrameBuilder.Text("c"));

        Assert.Equal(ReceiveStatus.NeedMore, status);
        Assert.Equal(["open", "text a", "binary b", "text c"], scripted.Sink.Calls);
        Assert.Equal(0, scripted.Left);
    }

    [Fact]
    public void Replies_of_one_read_leave_in_one_batch()
    {
        var scripted = new ScriptedConnection();
        scripted.Sink.OnCall = (session, call) =>
        {
            Assert.True(session.TrySendText("reply"u8));
            return default;
        };

        scripted.Receive(FrameBuilder.Text("a"), FrameBuilder.Text("b"), FrameBuilder.Text("c"));

        Assert.Equal(1, scripted.Transport.Batches);
        Assert.Equal(3, scripted.Transport.TakeFrames().Count);
    }

    [Theory]
    [InlineData(HandlerKinds.Binary, "text")]
    [InlineData(HandlerKinds.Text, "binary")]
    public void A_message_that_the_endpoint_does_not_take_is_closed_with_1003(HandlerKinds handlers, string refused)
    {
        var scripted = new ScriptedConnection(handlers: handlers);

        scripted.Receive(refused == "text" ? FrameBuilder.Text("x") : FrameBuilder.Binary([1]));

        var close = Assert.Single(scripted.Transport.TakeFrames());
        Assert.Equal((Opcode.Close, 1003), (close.Opcode, close.CloseCode));
        Assert.Contains(refused, close.CloseReason, StringComparison.Ordinal);
        Assert.Equal(["open"], scripted.Sink.Calls);
    }

    [Fact]
    public void A_ping_is_answered_with_its_payload_before_its_handler_runs()
    {
        var scripted = new ScriptedConnection();
        scripted.Sink.OnCall = (session, call) =>
        {
            session.TrySendText("after"u8);
            return default;
        };

        scripted.Receive(FrameBuilder.Ping("42"));

        var frames = scripted.Transport.TakeFrames();
        Assert.Equal((Opcode.Pong, "42"), (frames[0].Opcode, frames[0].Text));
        Assert.Equal("after", frames[1].Text);
        Assert.Equal(["open", "ping 42"], scripted.Sink.Calls);
    }

    [Fact]
    public async Task While_a_handler_runs_messages_wait_and_pings_are_answered()
    {
        var handler = new TaskCompletionSource();
        var scripted = new ScriptedConnection(handlers: HandlerKinds.Text);
        scripted.Sink.OnCall = (_, call) => call == "text slow" ? new ValueTask(handler.Task) : default;

        Assert.Equal(ReceiveStatus.NeedMore, scripted.Receive(FrameBuilder.Text("slow"), FrameBuilder.Ping("p")));
        Assert.Equal(Opcode.Pong, Assert.Single(scripted.Transport.TakeFrames()).Opcode);
        Assert.Equal(ReceiveStatus.Paused, scripted.Receive(FrameBuilder.Text("next")));
        Assert.Equal(["open", "text slow"], scripted.Sink.Calls);

        handler.SetResult();
        await scripted.Transport.WhenResumedAsync();
        Assert.Equal(ReceiveStatus.NeedMore, scripted.Receive());
        Assert.Equal(["open", "text slow", "text next"], scripted.Sink.Calls);
    }

    [Fact]
    public async Task An_endpoint_that_listens_to_pings_hears_them_in_turn()
    {
        var handler = new TaskCompletionSource();
        var scripted = new ScriptedConnection();
        scripted.Sink.OnCall = (_, call) => call == "text slow" ? new ValueTask(handler.Task) : default;

        Assert.Equal(ReceiveStatus.Paused, scripted.Receive(FrameBuilder.Text("slow"), FrameBuilder.Ping("p")));
        handler.SetResult();
        await scripted.Transport.WhenResumedAsync();
        scripted.Receive();

        Assert.Equal(["open", "text slow", "ping p"], scripted.Sink.Calls);
    }

    [Fact]
    public async Task Memory_of_a_running_handler_survives_what_arrives_meanwhile()
    {
        var handler = new TaskCompletionSource();
        var scripted = new ScriptedConnection(handlers: HandlerKinds.Text) { Sink = { BorrowsMemory = true } };
        scripted.Sink.OnCall = (_, call) => call.StartsWith("text", StringComparison.Ordinal) ? new ValueTask(handler.Task) : default;

        var input = FrameBuilder.Text("precious");
        scripted.Connection.Receive(input, out _);
        Array.Clear(input);
        scripted.Receive(FrameBuilder.Ping("x"));

        Assert.Equal("precious"u8.ToArray(), scripted.Sink.Borrowed.ToArray());
        handler.SetResult();
        await handler.Task;
    }

    [Fact]
    public void Memory_of_an_assembled_message_is_not_copied()
    {
        var scripted = new ScriptedConnection { Sink = { BorrowsMemory = true } };

        scripted.Receive(FrameBuilder.Fragments(Opcode.Binary, [1, 2, 3, 4], [2]));

        Assert.Equal([1, 2, 3, 4], scripted.Sink.Borrowed.ToArray());
    }

    [Fact]
    public void A_violation_closes_with_its_code_and_what_follows_is_not_delivered()
    {
        var scripted = new ScriptedConnection();

        scripted.Receive(FrameBuilder.Text([0xFF]), FrameBuilder.Text("ignored"));

        Assert.Equal(1007, Assert.Single(scripted.Transport.TakeFrames()).CloseCode);
        Assert.Equal(["open"], scripted.Sink.Calls);
        Assert.Equal(ReceiveStatus.Closed, scripted.Receive(FrameBuilder.Close(1007)));
    }

    [Fact]
    public void Messages_wait_while_more_than_half_of_the_send_queue_is_full()
    {
        var scripted = new ScriptedConnection(options => options.MaxSendQueueSize = 1000);
        scripted.Transport.IsBlocked = true;
        scripted.Sink.OnCall = (session, call) =>
        {
            session.TrySendBinary(new byte[300]);
            return default;
        };

        Assert.Equal(ReceiveStatus.Paused, scripted.Receive(FrameBuilder.Text("1"), FrameBuilder.Text("2"), FrameBuilder.Text("3")));
        Assert.Equal(["open", "text 1", "text 2"], scripted.Sink.Calls);

        scripted.Transport.IsBlocked = false;
        Assert.True(scripted.Transport.Resumes > 0);
        Assert.Equal(ReceiveStatus.NeedMore, scripted.Receive());
        Assert.Equal("text 3", scripted.Sink.Calls[^1]);
    }
}
