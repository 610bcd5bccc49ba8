using Endpoints.Connections;
using Endpoints.Protocol;
using Endpoints.TestKit.Connections;
using Endpoints.TestKit.Frames;

namespace Endpoints.Runtime.Tests.Connections;

public class CloseTests
{
    [Fact]
    public async Task A_close_of_the_peer_is_answered_with_its_code_and_ends_the_session()
    {
        var scripted = new ScriptedConnection();

        Assert.Equal(ReceiveStatus.Closed, scripted.Receive(FrameBuilder.Close(3001, "bye"), FrameBuilder.Text("late")));
        scripted.Connection.TransportClosed();

        Assert.Equal(3001, Assert.Single(scripted.Transport.TakeFrames()).CloseCode);
        Assert.Equal(new CloseStatus(3001, "bye"), await scripted.Connection.Completion);
        Assert.Equal(["open", "closed 3001 bye"], scripted.Sink.Calls);
        Assert.Equal(WebSocketSessionState.Closed, scripted.Connection.State);
    }

    [Fact]
    public async Task A_close_without_a_code_is_answered_without_a_code()
    {
        var scripted = new ScriptedConnection();

        scripted.Receive(FrameBuilder.Close());
        scripted.Connection.TransportClosed();

        Assert.Empty(Assert.Single(scripted.Transport.TakeFrames()).Payload);
        Assert.Equal(1005, (await scripted.Connection.Completion).Code);
    }

    [Fact]
    public async Task Our_close_waits_for_the_answer_of_the_peer()
    {
        var scripted = new ScriptedConnection();

        await scripted.Connection.CloseAsync(new CloseStatus(4000, "enough"));
        Assert.Equal(WebSocketSessionState.Closing, scripted.Connection.State);
        Assert.Equal(ReceiveStatus.NeedMore, scripted.Receive(FrameBuilder.Text("dropped")));
        Assert.Equal(ReceiveStatus.Closed, scripted.Receive(FrameBuilder.Close(4000)));
        scripted.Connection.TransportClosed();

        var close = Assert.Single(scripted.Transport.TakeFrames());
        Assert.Equal((4000, "enough"), (close.CloseCode, close.CloseReason));
        Assert.Equal(new CloseStatus(4000, "enough"), await scripted.Connection.Completion);
        Assert.Equal(["open", "closed 4000 enough"], scripted.Sink.Calls);
    }

    [Fact]
    public async Task Closes_that_cross_send_one_close_frame_each()
    {
        var scripted = new ScriptedConnection();
        scripted.Transport.IsBlocked = true;
        var closing = scripted.Connection.CloseAsync(CloseStatus.Normal);

        Assert.Equal(ReceiveStatus.Closed, scripted.Receive(FrameBuilder.Close(1001)));
        scripted.Transport.IsBlocked = false;
        await closing;

        Assert.Equal(1000, Assert.Single(scripted.Transport.TakeFrames()).CloseCode);
    }

    [Fact]
    public async Task What_is_queued_leaves_before_the_close_frame_and_nothing_after_it()
    {
        var scripted = new ScriptedConnection();
        scripted.Transport.IsBlocked = true;
        scripted.Connection.TrySendText("last words"u8);
        var closing = scripted.Connection.CloseAsync();
        Assert.False(scripted.Connection.TrySendText("too late"u8));
        scripted.Receive(FrameBuilder.Ping("no pong after close"));
        Assert.False(closing.IsCompleted);

        scripted.Transport.IsBlocked = false;
        await closing;

        Assert.Equal([Opcode.Text, Opcode.Close], scripted.Transport.TakeFrames().Select(frame => frame.Opcode));
    }

    [Fact]
    public async Task Closing_twice_sends_one_frame()
    {
        var scripted = new ScriptedConnection();

        await scripted.Connection.CloseAsync(CloseStatus.Normal);
        await scripted.Connection.CloseAsync(CloseStatus.GoingAway);

        Assert.Equal(1000, Assert.Single(scripted.Transport.TakeFrames()).CloseCode);
    }

    [Fact]
    public async Task A_handler_may_await_the_close_of_its_own_session()
    {
        var scripted = new ScriptedConnection();
        var returned = false;
        scripted.Sink.OnCall = async (session, call) =>
        {
            if (call == "text quit")
            {
                await session.CloseAsync();
                returned = true;
            }
        };

        scripted.Receive(FrameBuilder.Text("quit"));
        await scripted.Connection.WhenFlushed();
        scripted.Connection.TransportClosed();
        await scripted.Connection.Completion;

        Assert.True(returned);
    }

    [Theory]
    [InlineData(999)]
    [InlineData(1004)]
    [InlineData(1005)]
    [InlineData(1006)]
    [InlineData(1015)]
    [InlineData(2999)]
    [InlineData(5000)]
    public async Task A_code_that_may_not_be_sent_is_an_exception_of_the_caller(int code)
    {
        var scripted = new ScriptedConnection();

        await Assert.ThrowsAsync<ArgumentException>(() => scripted.Connection.CloseAsync(new CloseStatus(code)).AsTask());

        Assert.Equal(WebSocketSessionState.Open, scripted.Connection.State);
    }

    [Fact]
    public async Task A_reason_has_at_most_123_bytes()
    {
        var scripted = new ScriptedConnection();

        await Assert.ThrowsAsync<ArgumentException>(
            () => scripted.Connection.CloseAsync(CloseStatus.Normal.WithReason(new string('x', 122) + "é")).AsTask());
        await scripted.Connection.CloseAsync(CloseStatus.Normal.WithReason(new string('x', 121) + "é"));

        Assert.Equal(125, Assert.Single(scripted.Transport.TakeFrames()).Payload.Length);
    }

    [Fact]
    public async Task A_connection_that_breaks_ends_with_1006_and_cancels_handlers()
    {
        var scripted = new ScriptedConnection();
        CancellationToken token = default;
        scripted.Sink.OnCall = async (session, call) =>
        {
            if (call == "text wait")
            {
                token = session.Aborted;
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Delay(Timeout.Infinite, session.Aborted));
            }
        };
        scripted.Receive(FrameBuilder.Text("wait"));

        scripted.Connection.TransportClosed(new IOException("reset"));

        Assert.Equal(1006, (await scripted.Connection.Completion).Code);
        Assert.True(token.IsCancellationRequested);
        Assert.Equal("closed 1006", scripted.Sink.Calls[^1]);
        Assert.Equal(0, scripted.Registry.Count);
    }

    [Fact]
    public async Task The_close_handler_waits_for_the_handler_that_runs()
    {
        var handler = new TaskCompletionSource();
        var scripted = new ScriptedConnection();
        scripted.Sink.OnCall = (_, call) => call == "text slow" ? new ValueTask(handler.Task) : default;
        scripted.Receive(FrameBuilder.Text("slow"));

        scripted.Connection.TransportClosed();
        Assert.False(scripted.Connection.Completion.IsCompleted);
        Assert.Equal(["open", "text slow"], scripted.Sink.Calls);

        handler.SetResult();
        await scripted.Connection.Completion;
        Assert.Equal(["open", "text slow", "closed 1006"], scripted.Sink.Calls);
    }

    [Fact]
    public void A_malformed_close_frame_is_answered_with_1002_and_ends_the_session()
    {
        var scripted = new ScriptedConnection();

        Assert.Equal(ReceiveStatus.Closed, scripted.Receive(FrameBuilder.Close(1005)));

        Assert.Equal(1002, Assert.Single(scripted.Transport.TakeFrames()).CloseCode);
    }

    [Fact]
    public void Abort_ends_the_transport_once()
    {
        var scripted = new ScriptedConnection();

        scripted.Connection.Abort();
        Assert.True(scripted.Transport.IsAborted);
        scripted.Connection.TransportClosed();
        scripted.Connection.Abort();
        Assert.Equal(WebSocketSessionState.Closed, scripted.Connection.State);
    }

    [Fact]
    public async Task A_callback_of_the_application_that_throws_does_not_keep_the_session()
    {
        var scripted = new ScriptedConnection();
        scripted.Connection.Aborted.Register(() => throw new InvalidOperationException("in a callback"));

        scripted.Connection.TransportClosed();

        Assert.Equal(1006, (await scripted.Connection.Completion).Code);
        Assert.Equal(["open", "closed 1006"], scripted.Sink.Calls);
        Assert.Equal(0, scripted.Registry.Count);
        Assert.True(scripted.Connection.Aborted.IsCancellationRequested);
    }

    [Fact]
    public async Task A_sink_that_breaks_its_promise_does_not_keep_the_session()
    {
        var scripted = new ScriptedConnection();
        scripted.Sink.OnCall = (_, call) =>
            call.StartsWith("closed", StringComparison.Ordinal) ? throw new InvalidOperationException("in a sink") : default;

        scripted.Connection.TransportClosed();

        Assert.Equal(1006, (await scripted.Connection.Completion).Code);
        Assert.Equal(0, scripted.Registry.Count);
    }

    [Fact]
    public void Nothing_is_handed_to_the_network_after_the_end()
    {
        var scripted = new ScriptedConnection();
        scripted.Transport.IsBlocked = true;
        scripted.Connection.TrySendBinary(new byte[600_000]);

        scripted.Connection.TransportClosed();
        scripted.Connection.OutputWritten();

        Assert.False(scripted.Connection.TryTakeOutput(out _));
    }
}
