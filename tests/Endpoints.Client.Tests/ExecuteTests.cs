using Endpoints.Client.Tests.Servers;

namespace Endpoints.Client.Tests;

/// <summary>A whole conversation in one handler, against the runtime's own server in memory.</summary>
public sealed class ExecuteTests
{
    private static readonly Uri Address = new("ws://memory.example/");

    private readonly RuntimeServer _server = new(TimeProvider.System);

    private Task<CloseStatus> ExecuteAsync(Func<WebSocketSession, CancellationToken, ValueTask> converse, CancellationToken cancellationToken = default) =>
        WebSocketClient.ExecuteAsync(Address, new CallbackHandler(converse), _server.Options, cancellationToken)
            .WaitAsync(RawServer.Patience, CancellationToken.None);

    [Fact]
    public async Task The_session_is_closed_with_1000_when_the_handler_has_completed()
    {
        var status = await ExecuteAsync((session, cancellationToken) => session.SendTextAsync("hello", cancellationToken));
        Assert.Equal(CloseStatus.Normal, status);
        await _server.Ended.WaitAsync(RawServer.Patience);
        Assert.Equal(["open", "text hello", "closed 1000"], _server.Sink.Calls);
    }

    [Fact]
    public async Task What_the_handler_throws_comes_out_and_the_server_is_told_1011()
    {
        var error = await Assert.ThrowsAsync<FormatException>(() => ExecuteAsync((_, _) => throw new FormatException("mine")));
        Assert.Equal("mine", error.Message);
        await _server.Ended.WaitAsync(RawServer.Patience);
        Assert.Equal("closed 1011 The client's handler failed.", _server.Sink.Calls[^1]);
    }

    [Fact]
    public async Task A_cancelled_conversation_is_closed_with_1001()
    {
        using var cancel = new CancellationTokenSource();
        var executing = ExecuteAsync(
            async (session, cancellationToken) =>
            {
                await session.SendTextAsync("ready", cancellationToken);
                await cancel.CancelAsync();
                await Task.Delay(Timeout.Infinite, cancellationToken);
            },
            cancel.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => executing);
        await _server.Ended.WaitAsync(RawServer.Patience);
        Assert.Equal("closed 1001 The client was cancelled.", _server.Sink.Calls[^1]);
    }

    [Fact]
    public async Task A_handler_that_gives_up_because_the_session_has_ended_is_no_failure()
    {
        _server.Sink.OnCall = (session, call) => call == "open" ? session.CloseAsync(CloseStatus.TryAgainLater) : default;
        var status = await ExecuteAsync((_, cancellationToken) => new ValueTask(Task.Delay(Timeout.Infinite, cancellationToken)));
        Assert.Equal(CloseStatus.TryAgainLater, status);
    }

    [Fact]
    public async Task Both_ends_agree_on_messages_at_every_border_of_a_header()
    {
        int[] sizes = [0, 1, 3, 4, 125, 126, 127, 16_380, 65_535, 65_536, 65_537, 1 << 20];
        var replies = 0;
        _server.Sink.BorrowsMemory = true;
        _server.Sink.OnCall = (session, call) => call.StartsWith("binary", StringComparison.Ordinal)
            ? session.SendBinaryAsync(_server.Sink.Borrowed.ToArray())
            : default;
        var status = await ExecuteAsync(async (session, cancellationToken) =>
        {
            foreach (var size in sizes)
            {
                await session.SendBinaryAsync(Payload(size), cancellationToken);
            }

            await foreach (var message in session.ReceiveAllAsync(cancellationToken))
            {
                Assert.False(message.IsText);
                Assert.True(message.Payload.Span.SequenceEqual(Payload(sizes[replies])));
                Assert.Throws<InvalidOperationException>(() => message.GetText());
                if (++replies == sizes.Length)
                {
                    break;
                }
            }
        });
        Assert.Equal((CloseStatus.Normal, sizes.Length), (status, replies));
    }

    private static byte[] Payload(int size) => [.. Enumerable.Range(0, size).Select(i => (byte)((i * 7) + size))];
}
