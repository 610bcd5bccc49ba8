using Endpoints.Connections;
using Endpoints.Generated;
using Endpoints.Protocol;
using Endpoints.TestKit.Connections;
using Endpoints.TestKit.Frames;
using Microsoft.Extensions.Logging.Abstractions;

namespace Endpoints.Runtime.Tests.Connections;

public class DeadlineTests
{
    private static readonly TimeSpan Instant = TimeSpan.FromMilliseconds(1);

    [Fact]
    public void A_silent_peer_is_pinged_after_the_interval_and_not_before()
    {
        var scripted = new ScriptedConnection(options => options.KeepAliveInterval = TimeSpan.FromSeconds(30));

        scripted.Time.Advance(TimeSpan.FromSeconds(30) - Instant);
        Assert.Empty(scripted.Transport.TakeFrames());
        scripted.Time.Advance(Instant);
        Assert.Equal(Opcode.Ping, Assert.Single(scripted.Transport.TakeFrames()).Opcode);
    }

    [Fact]
    public void A_peer_that_talks_is_not_pinged()
    {
        var scripted = new ScriptedConnection(options => options.KeepAliveInterval = TimeSpan.FromSeconds(30));

        for (var i = 0; i < 10; i++)
        {
            scripted.Time.Advance(TimeSpan.FromSeconds(20));
            scripted.Receive(FrameBuilder.Text("x"));
        }

        Assert.Empty(scripted.Transport.TakeFrames());
    }

    [Fact]
    public void A_ping_without_an_answer_ends_the_connection_at_the_deadline()
    {
        var scripted = new ScriptedConnection(options =>
        {
            options.KeepAliveInterval = TimeSpan.FromSeconds(30);
            options.KeepAliveTimeout = TimeSpan.FromSeconds(20);
        });

        scripted.Time.Advance(TimeSpan.FromSeconds(30));
        scripted.Time.Advance(TimeSpan.FromSeconds(20) - Instant);
        Assert.False(scripted.Transport.IsAborted);
        scripted.Time.Advance(Instant);
        Assert.True(scripted.Transport.IsAborted);
    }

    [Fact]
    public void A_pong_just_in_time_keeps_the_connection()
    {
        var scripted = new ScriptedConnection();

        for (var i = 0; i < 20; i++)
        {
            scripted.Time.Advance(TimeSpan.FromSeconds(30));
            Assert.Equal(Opcode.Ping, Assert.Single(scripted.Transport.TakeFrames()).Opcode);
            scripted.Time.Advance(TimeSpan.FromSeconds(19));
            scripted.Receive(FrameBuilder.Pong());
        }

        Assert.False(scripted.Transport.IsAborted);
    }

    /// <summary>What stands in between may cut silent sessions sooner than the server gives them up.</summary>
    [Fact]
    public void A_peer_that_answers_is_pinged_at_each_interval_however_long_it_may_take_to_answer()
    {
        var scripted = new ScriptedConnection(options =>
        {
            options.KeepAliveInterval = TimeSpan.FromSeconds(1);
            options.KeepAliveTimeout = TimeSpan.FromSeconds(20);
        });

        for (var i = 0; i < 5; i++)
        {
            scripted.Time.Advance(TimeSpan.FromSeconds(1) - Instant);
            Assert.Empty(scripted.Transport.TakeFrames());
            scripted.Time.Advance(Instant);
            Assert.Equal(Opcode.Ping, Assert.Single(scripted.Transport.TakeFrames()).Opcode);
            scripted.Receive(FrameBuilder.Pong());
        }
    }

    [Fact]
    public void A_late_answer_does_not_put_the_next_ping_off()
    {
        var scripted = new ScriptedConnection(options =>
        {
            options.KeepAliveInterval = TimeSpan.FromSeconds(1);
            options.KeepAliveTimeout = TimeSpan.FromSeconds(20);
        });
        scripted.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(Opcode.Ping, Assert.Single(scripted.Transport.TakeFrames()).Opcode);

        scripted.Time.Advance(TimeSpan.FromSeconds(4.5));
        scripted.Receive(FrameBuilder.Pong());
        scripted.Time.Advance(TimeSpan.FromSeconds(1) - Instant);
        Assert.Empty(scripted.Transport.TakeFrames());
        scripted.Time.Advance(Instant);

        Assert.Equal(Opcode.Ping, Assert.Single(scripted.Transport.TakeFrames()).Opcode);
        Assert.False(scripted.Transport.IsAborted);
    }

    [Fact]
    public void An_idle_session_is_closed_with_1001_at_the_deadline()
    {
        var scripted = new ScriptedConnection(options =>
        {
            options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
            options.IdleTimeout = TimeSpan.FromMinutes(2);
        });

        scripted.Time.Advance(TimeSpan.FromMinutes(2) - Instant);
        Assert.Empty(scripted.Transport.TakeFrames());
        scripted.Time.Advance(Instant);
        Assert.Equal(1001, Assert.Single(scripted.Transport.TakeFrames()).CloseCode);
    }

    [Fact]
    public void A_session_without_deadlines_of_silence_stays_open()
    {
        var scripted = new ScriptedConnection(options =>
        {
            options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
            options.IdleTimeout = Timeout.InfiniteTimeSpan;
        });

        for (var i = 0; i < 100; i++)
        {
            scripted.Time.Advance(TimeSpan.FromHours(1));
        }

        Assert.Empty(scripted.Transport.TakeFrames());
        Assert.Equal(WebSocketSessionState.Open, scripted.Connection.State);
    }

    [Fact]
    public void A_peer_that_does_not_answer_a_close_is_cut_off_at_the_deadline()
    {
        var scripted = new ScriptedConnection(options => options.CloseTimeout = TimeSpan.FromSeconds(5));

        _ = scripted.Connection.CloseAsync().AsTask();
        scripted.Time.Advance(TimeSpan.FromSeconds(5) - Instant);
        Assert.False(scripted.Transport.IsAborted);
        scripted.Time.Advance(Instant);
        Assert.True(scripted.Transport.IsAborted);
    }

    [Fact]
    public void The_close_deadline_begins_when_the_frame_is_with_the_network()
    {
        var scripted = new ScriptedConnection(options =>
        {
            options.CloseTimeout = TimeSpan.FromSeconds(5);
            options.SendTimeout = TimeSpan.FromSeconds(30);
        });
        scripted.Transport.IsBlocked = true;
        scripted.Connection.TrySendText("slow"u8);
        _ = scripted.Connection.CloseAsync().AsTask();

        scripted.Time.Advance(TimeSpan.FromSeconds(20));
        Assert.False(scripted.Transport.IsAborted);
        scripted.Transport.IsBlocked = false;
        scripted.Time.Advance(TimeSpan.FromSeconds(5) - Instant);
        Assert.False(scripted.Transport.IsAborted);
        scripted.Time.Advance(Instant);
        Assert.True(scripted.Transport.IsAborted);
    }

    [Fact]
    public void A_peer_that_does_not_read_is_cut_off_at_the_deadline()
    {
        var scripted = new ScriptedConnection(options =>
        {
            options.SendTimeout = TimeSpan.FromSeconds(30);
            options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
        });
        scripted.Time.Advance(TimeSpan.FromSeconds(17));
        scripted.Transport.IsBlocked = true;
        scripted.Connection.TrySendText("unread"u8);

        scripted.Time.Advance(TimeSpan.FromSeconds(30) - Instant);
        Assert.False(scripted.Transport.IsAborted);
        scripted.Time.Advance(Instant);
        Assert.True(scripted.Transport.IsAborted);
    }

    [Fact]
    public void A_peer_is_pinged_while_a_handler_runs_and_must_answer()
    {
        var scripted = new ScriptedConnection(handlers: HandlerKinds.Text);
        scripted.Sink.OnCall = (_, call) => call == "text slow" ? new ValueTask(new TaskCompletionSource().Task) : default;
        Assert.Equal(ReceiveStatus.NeedMore, scripted.Receive(FrameBuilder.Text("slow")));

        scripted.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(Opcode.Ping, Assert.Single(scripted.Transport.TakeFrames()).Opcode);
        scripted.Time.Advance(TimeSpan.FromSeconds(20) - Instant);
        Assert.False(scripted.Transport.IsAborted);
        scripted.Time.Advance(Instant);
        Assert.True(scripted.Transport.IsAborted);
    }

    [Fact]
    public void A_ping_that_waits_behind_other_output_is_not_yet_due()
    {
        var scripted = new ScriptedConnection(options => options.SendTimeout = TimeSpan.FromMinutes(1));
        scripted.Transport.IsBlocked = true;
        scripted.Connection.TrySendText("slow link"u8);
        scripted.Time.Advance(TimeSpan.FromSeconds(30));

        scripted.Time.Advance(TimeSpan.FromSeconds(25));
        Assert.False(scripted.Transport.IsAborted);
        scripted.Transport.IsBlocked = false;
        Assert.Equal([Opcode.Text, Opcode.Ping], scripted.Transport.TakeFrames().Select(frame => frame.Opcode));
        scripted.Time.Advance(TimeSpan.FromSeconds(20) - Instant);
        Assert.False(scripted.Transport.IsAborted);
        scripted.Time.Advance(Instant);
        Assert.True(scripted.Transport.IsAborted);
    }

    [Fact]
    public void What_a_running_handler_has_gathered_is_no_stalled_write()
    {
        var scripted = new ScriptedConnection(options =>
        {
            options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
            options.IdleTimeout = Timeout.InfiniteTimeSpan;
            options.SendTimeout = TimeSpan.FromSeconds(30);
        });
        scripted.Time.Advance(TimeSpan.FromSeconds(59));
        scripted.Sink.OnCall = (session, _) =>
        {
            session.TrySendText("gathered"u8);
            scripted.Time.Advance(TimeSpan.FromSeconds(1));
            return default;
        };

        scripted.Receive(FrameBuilder.Text("x"));

        Assert.False(scripted.Transport.IsAborted);
        Assert.Equal("gathered", Assert.Single(scripted.Transport.TakeFrames()).Text);
    }

    [Fact]
    public async Task A_peer_is_not_blamed_for_silence_while_we_do_not_read()
    {
        var handler = new TaskCompletionSource();
        var scripted = new ScriptedConnection();
        scripted.Sink.OnCall = (_, call) => call == "text slow" ? new ValueTask(handler.Task) : default;
        Assert.Equal(ReceiveStatus.Paused, scripted.Receive(FrameBuilder.Text("slow"), FrameBuilder.Text("next")));

        for (var i = 0; i < 100; i++)
        {
            scripted.Time.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.False(scripted.Transport.IsAborted);
        handler.SetResult();
        await scripted.Transport.WhenResumedAsync();
        scripted.Time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(scripted.Transport.IsAborted);
    }

    private static DrainPlan AllAtOnce => new(TimeSpan.FromSeconds(10), BatchSize: null, TimeSpan.FromSeconds(1), ReconnectSpread: TimeSpan.Zero);

    [Fact]
    public async Task Drain_closes_every_session_with_1001_and_ends_when_all_have_ended()
    {
        var scripted = new ScriptedConnection();
        var drain = new Drain(scripted.Host, scripted.Time, NullLogger.Instance);

        var drained = drain.RunAsync(AllAtOnce);
        Assert.True(drain.IsDraining);
        Assert.Equal(1001, Assert.Single(scripted.Transport.TakeFrames()).CloseCode);
        Assert.False(drained.IsCompleted);
        scripted.Receive(FrameBuilder.Close(1001));
        scripted.Connection.TransportClosed();

        await drained;
        Assert.False(scripted.Transport.IsAborted);
    }

    [Fact]
    public async Task A_session_that_opens_while_the_host_stops_is_closed_with_1001()
    {
        var scripted = new ScriptedConnection(start: false);
        await new Drain(scripted.Host, scripted.Time, NullLogger.Instance).RunAsync(AllAtOnce);

        scripted.Connection.Start();

        Assert.Equal(1001, Assert.Single(scripted.Transport.TakeFrames()).CloseCode);
        Assert.Equal(["open"], scripted.Sink.Calls);
    }

    [Fact]
    public async Task Drain_aborts_what_is_left_at_its_deadline()
    {
        var scripted = new ScriptedConnection(options => options.CloseTimeout = TimeSpan.FromMinutes(1));
        var drain = new Drain(scripted.Host, scripted.Time, NullLogger.Instance);

        var drained = drain.RunAsync(AllAtOnce);
        scripted.Time.Advance(TimeSpan.FromSeconds(10) - Instant);
        Assert.False(scripted.Transport.IsAborted);
        scripted.Time.Advance(Instant);

        await drained;
        Assert.True(scripted.Transport.IsAborted);
    }
}
