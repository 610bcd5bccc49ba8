using Endpoints.Dispatch.Handlers;
using Endpoints.TestKit.Connections;

namespace Endpoints.Runtime.Tests.Dispatch.Handlers;

/// <summary>What the end of a conversation means, from either side.</summary>
public sealed class HandlerDispatcherTests
{
    [Fact]
    public async Task Messages_of_both_kinds_are_walked_in_order()
    {
        var conversation = Start(async session =>
        {
            await foreach (var message in session.ReceiveAllAsync())
            {
                await session.SendTextAsync($"{message.IsText} {message.Payload.Length}");
            }
        });

        conversation.Text("one");
        conversation.Binary(1, 2);
        conversation.Text("");

        Assert.Equal(["text:True 3", "text:False 2", "text:True 0"], conversation.Sent);
    }

    [Fact]
    public async Task A_handler_that_returns_closes_with_1000_and_messages_behind_that_are_dropped()
    {
        var conversation = Start(async session =>
        {
            await foreach (var message in session.ReceiveAllAsync())
            {
                await session.SendTextAsync(message.GetText());
                break;
            }
        });

        conversation.Text("first");
        conversation.Text("second");
        conversation.Close(1000);

        Assert.Equal(["text:first", "close:1000"], conversation.Sent);
        Assert.True(conversation.IsDrained);
        Assert.Equal(CloseStatus.Normal, await conversation.EndAsync());
    }

    [Fact]
    public void A_handler_that_returns_at_once_closes_with_1000() => Assert.Equal(["close:1000"], Start(_ => default).Sent);

    [Fact]
    public void What_a_handler_has_closed_stays_so()
    {
        var conversation = Start(async (session, cancellationToken) => await session.CloseAsync(new CloseStatus(4001, "own"), cancellationToken));

        Assert.Equal(["close:4001"], conversation.Sent);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_handler_that_throws_closes_with_1011(bool atOnce)
    {
        var conversation = Start(session => atOnce ? throw new InvalidOperationException("at once") : LaterAsync(session));

        conversation.Text("x");

        Assert.Equal(["close:1011"], conversation.Sent);

        static async ValueTask LaterAsync(WebSocketSession session)
        {
            await foreach (var message in session.ReceiveAllAsync())
            {
                throw new InvalidOperationException("later");
            }
        }
    }

    [Fact]
    public async Task The_walk_ends_when_the_peer_closes_and_the_token_is_cancelled_when_the_session_has_ended()
    {
        var steps = new List<string>();
        var token = CancellationToken.None;
        var walked = new TaskCompletionSource();
        var conversation = Start(async (session, cancellationToken) =>
        {
            token = cancellationToken;
            await foreach (var message in session.ReceiveAllAsync(CancellationToken.None))
            {
                steps.Add(message.GetText());
            }

            steps.Add($"end, cancelled {token.IsCancellationRequested}");
            walked.SetResult();
        });

        conversation.Text("a");
        conversation.Close(4000);
        await walked.Task;
        Assert.False(token.IsCancellationRequested);
        Assert.Equal(new CloseStatus(4000, ""), await conversation.EndAsync());

        Assert.Equal(["a", "end, cancelled False"], steps);
        Assert.True(token.IsCancellationRequested);
        Assert.Equal(["close:4000"], conversation.Sent);
    }

    [Fact]
    public async Task A_connection_that_breaks_ends_the_walk_with_an_exception_and_is_no_failure_of_the_handler()
    {
        Exception? thrown = null;
        var conversation = Start(async session =>
        {
            try
            {
                await foreach (var message in session.ReceiveAllAsync(CancellationToken.None))
                {
                }
            }
            catch (WebSocketClosedException e)
            {
                thrown = e;
                throw;
            }
        });

        Assert.Equal(CloseStatus.AbnormalClosure, await conversation.EndAsync());

        Assert.IsType<WebSocketClosedException>(thrown);
    }

    [Fact]
    public async Task The_next_message_waits_until_the_handler_asks_for_it()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var conversation = Start(async session =>
        {
            await foreach (var message in session.ReceiveAllAsync())
            {
                await gate.Task;
                await session.SendTextAsync(message.GetText());
            }
        });

        conversation.Text("a");
        conversation.Text("b");
        Assert.Empty(conversation.Sent);
        Assert.False(conversation.IsDrained);
        gate.SetResult();
        await conversation.UntilAsync("text:b");

        Assert.Equal(["text:a", "text:b"], conversation.Sent);
    }

    [Fact]
    public async Task A_walk_that_is_cancelled_leaves_the_session_open()
    {
        using var cancellation = new CancellationTokenSource();
        var cancelled = new TaskCompletionSource();
        var conversation = Start(async (session, ended) =>
        {
            try
            {
                await foreach (var message in session.ReceiveAllAsync(cancellation.Token))
                {
                }
            }
            catch (OperationCanceledException)
            {
                await session.SendTextAsync("gave up", ended);
            }

            cancelled.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, ended);
        });

        await cancellation.CancelAsync();
        await cancelled.Task;

        Assert.Equal(["text:gave up"], conversation.Sent);
        Assert.Equal(WebSocketSessionState.Open, conversation.Session.State);
    }

    [Fact]
    public async Task Messages_can_be_walked_once_only()
    {
        var message = "";
        var conversation = Start(async session =>
        {
            await foreach (var first in session.ReceiveAllAsync())
            {
                break;
            }

            try
            {
                await foreach (var second in session.ReceiveAllAsync())
                {
                }
            }
            catch (InvalidOperationException e)
            {
                message = e.Message;
            }
        });

        conversation.Text("x");
        await conversation.EndAsync();

        Assert.Contains("once only", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task A_handler_of_one_session_is_disposed_with_it(bool isOwned, int disposed)
    {
        var handler = new Disposable();
        var conversation = new Conversation(new HandlerDispatcher(handler, isOwned, offThread: false), null, new FakeHandshake());

        Assert.Equal(0, handler.Disposed);
        await conversation.EndAsync();

        Assert.Equal(disposed, handler.Disposed);
    }

    private static Conversation Start(Func<WebSocketSession, ValueTask> handler) => Start((session, _) => handler(session));

    private static Conversation Start(Func<WebSocketSession, CancellationToken, ValueTask> handler) =>
        new(new HandlerDispatcher(new DelegateHandler(handler), isOwned: false, offThread: false), null, new FakeHandshake());

    private sealed class Disposable : IWebSocketHandler, IAsyncDisposable
    {
        public int Disposed { get; private set; }

        public async ValueTask HandleAsync(WebSocketSession session, CancellationToken cancellationToken)
        {
            await foreach (var message in session.ReceiveAllAsync(cancellationToken))
            {
            }
        }

        public ValueTask DisposeAsync()
        {
            Disposed++;
            return default;
        }
    }
}
