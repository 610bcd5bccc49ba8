using Endpoints.Connections;
using Endpoints.TestKit.Connections;
using Microsoft.Extensions.Logging.Abstractions;

namespace Endpoints.Runtime.Tests.Connections;

public sealed class DrainTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

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
