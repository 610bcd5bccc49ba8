using Endpoints.Connections;
using Endpoints.TestKit.Connections;
using Endpoints.TestKit.Frames;
using Microsoft.Extensions.Logging.Abstractions;

namespace Endpoints.Runtime.Tests.Connections;

public sealed class DrainTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    // Only for a test that would otherwise hang.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ScriptedSessions _sessions = new();
    private readonly Drain _drain;

    public DrainTests() => _drain = new Drain(_sessions.Host, _sessions.Time, NullLogger.Instance);

    [Fact]
    public async Task All_are_closed_at_once_unless_something_else_is_said()
    {
        var transports = Open(5);

        var drained = _drain.RunAsync(new DrainPlan(10 * Second, null, Second, TimeSpan.Zero));

        Assert.All(transports, transport => Assert.Equal(1001, Assert.Single(transport.TakeFrames()).CloseCode));
        End(transports);
        await drained;
        Assert.All(transports, transport => Assert.False(transport.IsAborted));
    }

    [Fact]
    public async Task Batches_leave_one_after_the_other()
    {
        var transports = Open(5);
        var drained = _drain.RunAsync(new DrainPlan(10 * Second, BatchSize: 2, Second, TimeSpan.Zero));

        Assert.True(_drain.IsDraining);
        Assert.Equal(2, Closed(transports));
        _sessions.Time.Advance(Second);
        Assert.Equal(4, Closed(transports));
        _sessions.Time.Advance(Second);
        Assert.Equal(5, Closed(transports));

        End(transports);
        await drained;
    }

    [Fact]
    public async Task When_half_of_the_time_is_over_the_rest_leaves_at_once()
    {
        var transports = Open(10);
        var drained = _drain.RunAsync(new DrainPlan(6 * Second, BatchSize: 1, Second, TimeSpan.Zero));

        for (var passed = 0; passed < 3; passed++)
        {
            Assert.Equal(passed + 1, Closed(transports));
            _sessions.Time.Advance(Second);
        }

        Assert.Equal(10, Closed(transports));
        Assert.All(transports, transport => Assert.False(transport.IsAborted));
        _sessions.Time.Advance(3 * Second);
        await drained;
        Assert.All(transports, transport => Assert.True(transport.IsAborted));
    }

    [Fact]
    public async Task Clients_are_told_when_to_come_back_each_at_another_time()
    {
        var transports = Open(50);

        var drained = _drain.RunAsync(new DrainPlan(10 * Second, null, Second, ReconnectSpread: 60 * Second));
        End(transports);
        await drained;

        var delays = transports.Select(transport => transport.Connection.Completion.Result.GetRetryAfter()!.Value).ToArray();
        Assert.All(delays, delay => Assert.InRange(delay, TimeSpan.Zero, 60 * Second));
        Assert.True(delays.Distinct().Count() > 25);
    }

    [Fact]
    public async Task It_runs_once_and_a_session_that_comes_late_is_closed()
    {
        var drained = _drain.RunAsync(new DrainPlan(10 * Second, null, Second, TimeSpan.Zero));
        Assert.Same(drained, _drain.RunAsync(new DrainPlan(Second, null, Second, TimeSpan.Zero)));
        await drained;

        Assert.Equal(1001, Assert.Single(_sessions.Open().TakeFrames()).CloseCode);
    }

    [Fact]
    public async Task Before_anything_is_closed_the_host_may_only_say_that_it_stops()
    {
        var transports = Open(2);
        var drained = _drain.RunAsync(new DrainPlan(10 * Second, null, Second, TimeSpan.Zero) { Delay = 3 * Second });

        Assert.Equal((true, false, false), (_drain.IsStopping, _drain.IsDraining, _drain.Refusing.IsCompleted));
        _sessions.Time.Advance(2 * Second);
        transports = [.. transports, .. Open(1)];
        Assert.Equal(0, Closed(transports));
        Assert.False(_drain.IsDraining);

        _sessions.Time.Advance(Second);
        await _drain.Refusing.WaitAsync(Patience);
        await UntilAsync(() => Closed(transports) == 3);
        Assert.True(_drain.IsDraining);
        End(transports);
        await drained.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_handler_that_runs_ends_first_and_its_answer_leaves_before_the_close_frame()
    {
        var entered = new TaskCompletionSource();
        var connection = new ScriptedConnection();
        connection.Sink.OnCall = async (session, call) =>
        {
            if (call == "text slow")
            {
                await entered.Task;
                await session.SendTextAsync("done");
            }
        };
        connection.Receive(FrameBuilder.Text("slow"));
        var drained = new Drain(connection.Host, connection.Time, NullLogger.Instance).RunAsync(new DrainPlan(10 * Second, null, Second, TimeSpan.Zero));

        Assert.Equal(WebSocketSessionState.Open, connection.Connection.State);
        connection.Receive(FrameBuilder.Text("not taken any more"));
        entered.SetResult();
        await UntilAsync(() => connection.Connection.State == WebSocketSessionState.Closing);

        Assert.DoesNotContain("text not taken any more", connection.Sink.Calls);
        Assert.Equal(["Text", "Close"], connection.Transport.TakeFrames().Select(frame => frame.Opcode.ToString()));
        connection.Connection.TransportClosed();
        await drained.WaitAsync(Patience);
    }

    [Fact]
    public async Task Handlers_that_call_back_into_the_drain_are_closed_behind_what_has_come()
    {
        var connection = new ScriptedConnection();
        Task? drained = null;
        connection.Sink.OnCall = (session, call) =>
        {
            if (call == "text first")
            {
                drained = new Drain(connection.Host, connection.Time, NullLogger.Instance).RunAsync(new DrainPlan(10 * Second, null, Second, TimeSpan.Zero));
            }

            return call.StartsWith("text", StringComparison.Ordinal) ? session.SendTextAsync(call) : default;
        };

        connection.Receive(FrameBuilder.Text("first"), FrameBuilder.Text("second"));

        Assert.Equal(["Text", "Text", "Close"], connection.Transport.TakeFrames().Select(frame => frame.Opcode.ToString()));
        connection.Connection.TransportClosed();
        await drained!.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_handler_that_does_not_return_is_not_waited_for_longer_than_half_of_the_time()
    {
        var never = new TaskCompletionSource();
        var connection = new ScriptedConnection();
        connection.Sink.OnCall = (_, call) => call == "text slow" ? new ValueTask(never.Task) : default;
        connection.Receive(FrameBuilder.Text("slow"));
        var drained = new Drain(connection.Host, connection.Time, NullLogger.Instance).RunAsync(new DrainPlan(10 * Second, null, Second, TimeSpan.Zero));

        connection.Time.Advance(4.9 * Second);
        Assert.Empty(connection.Transport.TakeFrames());
        connection.Time.Advance(0.1 * Second);
        Assert.Equal(1001, Assert.Single(connection.Transport.TakeFrames()).CloseCode);

        never.SetResult();
        connection.Connection.TransportClosed();
        await drained.WaitAsync(Patience);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!condition())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private static void End(IEnumerable<ScriptedTransport> transports)
    {
        foreach (var transport in transports)
        {
            transport.Connection.TransportClosed();
        }
    }

    private static int Closed(IEnumerable<ScriptedTransport> transports) =>
        transports.Count(transport => transport.Connection.State == WebSocketSessionState.Closing);

    private ScriptedTransport[] Open(int count) => [.. Enumerable.Range(0, count).Select(_ => _sessions.Open())];
}
