using System.Net.Sockets;
using Endpoints.Client.Tests.Servers;
using Endpoints.Testing;

namespace Endpoints.Client.Tests.Reconnecting;

/// <summary>One conversation after the other, by a clock that the test moves.</summary>
public sealed class KeepConnectedTests
{
    private static readonly Uri Address = new("ws://memory.example/");

    private readonly TestClock _time = new();
    private readonly RuntimeServer _server;
    private readonly List<string> _states = [];
    private readonly WebSocketReconnectOptions _reconnect;
    private volatile bool _waits;
    private int _attempts;

    public KeepConnectedTests()
    {
        _server = new RuntimeServer(_time);
        _reconnect = new WebSocketReconnectOptions
        {
            Jitter = 0,
            OnStateChanged = state =>
            {
                _states.Add($"{state.Phase} {state.Failures} {state.Delay.TotalSeconds} {state.Status?.Code} {state.Error?.GetType().Name}".TrimEnd());
                _waits = state.Phase == WebSocketReconnectPhase.Waiting;
            },
        };
    }

    /// <summary>Runs, with as many connections that fail as are said before the first that does not.</summary>
    private async Task<CloseStatus> RunAsync(
        int failing, Func<WebSocketSession, CancellationToken, ValueTask> converse, CancellationToken cancellationToken = default)
    {
        var options = _server.Options;
        var connect = options.ConnectCallback!;
        options.ConnectCallback = (uri, token) => _attempts++ < failing ? throw new SocketException() : connect(uri, token);
        var running = WebSocketClient.KeepConnectedAsync(Address, new CallbackHandler(converse), _reconnect, options, cancellationToken);
        using var patience = new CancellationTokenSource(RawServer.Patience);
        while (!running.IsCompleted && !patience.IsCancellationRequested)
        {
            if (_waits)
            {
                _time.Advance(TimeSpan.FromSeconds(1));
            }

            await Task.Yield();
        }

        return await running.WaitAsync(TimeSpan.Zero, CancellationToken.None);
    }

    [Fact]
    public async Task Failures_are_waited_after_longer_and_longer_and_the_handlers_end_is_the_end()
    {
        var status = await RunAsync(failing: 2, (_, _) => default);
        Assert.Equal(CloseStatus.Normal, status);
        Assert.Equal(
            [
                "Connecting 0 0", "Waiting 1 1  SocketException", "Connecting 1 0", "Waiting 2 2  SocketException", "Connecting 2 0",
                "Connected 2 0",
            ],
            _states);
    }

    [Fact]
    public async Task A_session_that_the_server_ends_is_followed_by_another()
    {
        var sessions = 0;
        _server.Sink.OnCall = (session, call) => call switch
        {
            "text restart" => session.CloseAsync(CloseStatus.GoingAway),
            "text done" => session.CloseAsync(CloseStatus.Normal.WithReason("enough")),
            _ => default,
        };
        var status = await RunAsync(failing: 0, async (session, cancellationToken) =>
        {
            await session.SendTextAsync(++sessions == 1 ? "restart" : "done", cancellationToken);
            await foreach (var _ in session.ReceiveAllAsync(cancellationToken))
            {
            }
        });
        Assert.Equal((new CloseStatus(1000, "enough"), 2), (status, sessions));
        Assert.Equal(["Connecting 0 0", "Connected 0 0", "Waiting 1 1 1001", "Connecting 1 0", "Connected 1 0"], _states);
    }

    [Fact]
    public async Task A_server_that_stops_says_when_to_come_back()
    {
        var sessions = 0;
        _server.Sink.OnCall = (session, call) => call switch
        {
            "text restart" => session.CloseAsync(CloseStatus.GoingAway.WithReason("Bye.").WithRetryAfter(TimeSpan.FromSeconds(7))),
            "text done" => session.CloseAsync(CloseStatus.Normal),
            _ => default,
        };
        await RunAsync(failing: 0, async (session, cancellationToken) =>
        {
            await session.SendTextAsync(++sessions == 1 ? "restart" : "done", cancellationToken);
            await foreach (var _ in session.ReceiveAllAsync(cancellationToken))
            {
            }
        });
        Assert.Equal(["Connecting 0 0", "Connected 0 0", "Waiting 1 7 1001", "Connecting 1 0", "Connected 1 0"], _states);
    }

    [Fact]
    public async Task A_server_that_refuses_for_now_says_when_to_come_back()
    {
        using var server = new RawServer();
        var waits = new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var cancel = new CancellationTokenSource();
        _reconnect.OnStateChanged = state =>
        {
            if (state.Phase == WebSocketReconnectPhase.Waiting)
            {
                waits.TrySetResult(state.Delay);
            }
        };
        var options = new WebSocketClientOptions { TimeProvider = _time };
        var running = WebSocketClient.KeepConnectedAsync(server.Address, new CallbackHandler((_, _) => default), _reconnect, options, cancel.Token);
        await server.AnswerAsync("HTTP/1.1 503 Service Unavailable\r\nRetry-After: 12\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");

        Assert.Equal(TimeSpan.FromSeconds(12), await waits.Task.WaitAsync(RawServer.Patience, CancellationToken.None));
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(RawServer.Patience, CancellationToken.None));
    }

    [Fact]
    public async Task A_session_that_has_lasted_makes_failures_forgotten()
    {
        _reconnect.ShouldReconnect = _ => _states.Count < 9;
        await RunAsync(failing: 3, (_, _) =>
        {
            _time.Advance(_reconnect.StableAfter);
            return default;
        });
        Assert.Equal("Waiting 3 4  SocketException", _states[5]);
        Assert.Equal("Waiting 1 1 1000", _states[8]);
    }

    [Fact]
    public async Task It_is_given_up_after_as_many_failures_as_are_allowed()
    {
        _reconnect.MaxFailures = 3;
        await Assert.ThrowsAsync<SocketException>(() => RunAsync(failing: 100, (_, _) => default));
        Assert.Equal(3, _attempts);
    }

    [Fact]
    public async Task What_does_not_pass_comes_out_at_once()
    {
        using var server = new RawServer();
        var running = WebSocketClient.KeepConnectedAsync(server.Address, new CallbackHandler((_, _) => default), _reconnect);
        await server.AnswerAsync("HTTP/1.1 401 Unauthorized\r\n\r\n");
        await Assert.ThrowsAsync<WebSocketHandshakeException>(() => running.WaitAsync(RawServer.Patience));
        Assert.Equal(["Connecting 0 0"], _states);
    }

    [Fact]
    public async Task What_the_handler_throws_comes_out_and_ends_it() =>
        await Assert.ThrowsAsync<FormatException>(() => RunAsync(failing: 0, (_, _) => throw new FormatException()));

    [Fact]
    public async Task It_can_be_cancelled_while_it_waits()
    {
        using var cancel = new CancellationTokenSource();
        var tell = _reconnect.OnStateChanged!;
        _reconnect.OnStateChanged = state =>
        {
            tell(state);
            if (state.Phase == WebSocketReconnectPhase.Waiting)
            {
                cancel.Cancel();
            }
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(failing: 100, (_, _) => default, cancel.Token));
        Assert.Equal(1, _attempts);
    }
}
