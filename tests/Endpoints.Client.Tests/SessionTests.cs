using System.Text;
using Endpoints.Client.Tests.Servers;
using Endpoints.Testing;

namespace Endpoints.Client.Tests;

/// <summary>A session on the wire: masks, receiving, and the end from both sides.</summary>
public sealed class SessionTests : IDisposable
{
    private readonly RawServer _server = new();

    public void Dispose() => _server.Dispose();

    private async Task<WebSocketSession> ConnectAsync(WebSocketClientOptions? options = null)
    {
        var connecting = WebSocketClient.ConnectAsync(_server.Address, options);
        await _server.AcceptAsync();
        return await connecting;
    }

    private static async Task<List<string>> ReceiveAllAsync(WebSocketSession session, CancellationToken cancellationToken = default)
    {
        var received = new List<string>();
        await foreach (var message in session.ReceiveAllAsync(cancellationToken))
        {
            received.Add($"{(message.IsText ? "Text" : "Binary")} {Encoding.UTF8.GetString(message.Payload.Span)}");
        }

        return received;
    }

    [Fact]
    public async Task Frames_leave_masked_each_with_a_key_of_its_own()
    {
        var session = await ConnectAsync();
        var keys = new HashSet<uint>();
        for (var i = 0; i < 300; i++)
        {
            Assert.True(session.TrySendText("secret"u8));
            var frame = await _server.ReadAsync(2 + 4 + 6);
            Assert.Equal([0x81, 0x86], frame[..2]);
            keys.Add(BitConverter.ToUInt32(frame, 2));
            Assert.Equal("secret"u8.ToArray(), frame[6..].Select((octet, at) => (byte)(octet ^ frame[2 + (at % 4)])));
        }

        // Two of 300 may be the same by chance, once in 100,000 runs; three are a fault.
        Assert.True(keys.Count >= 298);
        session.Abort();
    }

    [Fact]
    public async Task Messages_come_in_order_until_the_server_closes_and_the_server_ends_the_connection()
    {
        var session = await ConnectAsync();
        await _server.SendAsync([0x81, 0x01, (byte)'a', 0x82, 0x01, (byte)'b', 0x01, 0x01, (byte)'c', 0x89, 0x01, (byte)'p', 0x80, 0x01, (byte)'d']);
        await _server.SendAsync([0x88, 0x05, 0x03, 0xE9, (byte)'b', (byte)'y', (byte)'e']);

        Assert.Equal(["Text a", "Binary b", "Text cd"], await ReceiveAllAsync(session).WaitAsync(RawServer.Patience));
        Assert.Equal((0x8A, "p"), await ReadAsync());
        Assert.Equal((0x88, "\u0003\u00e9"), await ReadAsync());

        // It is the server who ends the connection (section 7.1.1).
        Assert.False(session.Completion.IsCompleted);
        _server.Stream.Dispose();
        Assert.Equal(new CloseStatus(1001, "bye"), await session.Completion.WaitAsync(RawServer.Patience));
        Assert.Equal(WebSocketSessionState.Closed, session.State);
    }

    [Fact]
    public async Task A_server_that_does_not_end_the_connection_is_left_at_the_close_deadline()
    {
        var time = new TestClock();
        var session = await ConnectAsync(new WebSocketClientOptions { TimeProvider = time, CloseTimeout = TimeSpan.FromSeconds(2) });
        var closing = session.DisposeAsync().AsTask();
        Assert.Equal((0x88, "\u0003\u00e8"), await ReadAsync());
        await _server.SendAsync([0x88, 0x02, 0x03, 0xE8]);

        // The answer has to be there before the clock moves, or the deadline would be that of the answer.
        await session.ReceiveAllAsync().GetAsyncEnumerator().MoveNextAsync();
        time.Advance(TimeSpan.FromSeconds(2) - TimeSpan.FromMilliseconds(1));
        Assert.False(closing.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));
        await closing.WaitAsync(RawServer.Patience);
        Assert.True(await _server.IsEndedAsync());
        Assert.Equal(CloseStatus.Normal, await session.Completion);
    }

    [Fact]
    public async Task A_masked_frame_of_the_server_is_a_violation()
    {
        var session = await ConnectAsync();
        await _server.SendAsync([0x81, 0x81, 1, 2, 3, 4, (byte)'a' ^ 1]);
        var (first, payload) = await _server.ReadFrameAsync();
        Assert.Equal(0x88, first);
        Assert.Equal(1002, (payload[0] << 8) | payload[1]);
        Assert.Equal("A server must not mask its frames.", Encoding.UTF8.GetString(payload[2..]));
        _server.Stream.Dispose();
        Assert.Equal(1002, (await session.Completion.WaitAsync(RawServer.Patience)).Code);
    }

    [Fact]
    public async Task A_message_at_the_limit_is_taken_and_one_past_it_closes_with_1009()
    {
        var session = await ConnectAsync(new WebSocketClientOptions { MaxMessageSize = 3 });
        await _server.SendAsync([0x81, 0x03, (byte)'a', (byte)'b', (byte)'c', 0x81, 0x04, (byte)'a', (byte)'b', (byte)'c', (byte)'d']);
        Assert.Equal(["Text abc"], await ReceiveAllAsync(session).WaitAsync(RawServer.Patience));
        var (_, payload) = await _server.ReadFrameAsync();
        Assert.Equal(1009, (payload[0] << 8) | payload[1]);
        session.Abort();
    }

    [Fact]
    public async Task A_connection_that_breaks_ends_the_messages_with_an_exception()
    {
        var session = await ConnectAsync();
        await _server.SendAsync([0x81, 0x01, (byte)'a']);
        var messages = session.ReceiveAllAsync().GetAsyncEnumerator();
        Assert.True(await messages.MoveNextAsync());
        var next = messages.MoveNextAsync().AsTask();
        _server.Stream.Dispose();
        var error = await Assert.ThrowsAsync<WebSocketClosedException>(() => next.WaitAsync(RawServer.Patience));
        Assert.Equal(CloseStatus.AbnormalClosure, error.Status);
        Assert.Equal(CloseStatus.AbnormalClosure, await session.Completion.WaitAsync(RawServer.Patience));
        await messages.DisposeAsync();
    }

    [Fact]
    public async Task Reading_can_be_given_up_and_the_session_stays_open()
    {
        using var cancel = new CancellationTokenSource();
        var session = await ConnectAsync();
        var reading = ReceiveAllAsync(session, cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitAsync(RawServer.Patience));
        Assert.True(session.TrySendText("still"u8));
        Assert.Equal((0x81, "still"), await ReadAsync());
        await Assert.ThrowsAsync<InvalidOperationException>(() => ReceiveAllAsync(session));
        session.Abort();
    }

    [Fact]
    public async Task A_message_that_is_not_asked_for_waits_and_holds_back_those_behind_it_but_no_ping_in_front()
    {
        var session = await ConnectAsync();
        await _server.SendAsync([0x81, 0x01, (byte)'a', 0x89, 0x01, (byte)'1', 0x81, 0x01, (byte)'b', 0x89, 0x01, (byte)'2']);
        Assert.Equal((0x8A, "1"), await ReadAsync());
        var messages = session.ReceiveAllAsync().GetAsyncEnumerator();
        Assert.True(await messages.MoveNextAsync());
        Assert.Equal("a", messages.Current.GetText());
        Assert.True(await messages.MoveNextAsync());
        Assert.Equal("b", messages.Current.GetText());
        Assert.Equal((0x8A, "2"), await ReadAsync());
        await messages.DisposeAsync();
        session.Abort();
    }

    [Fact]
    public async Task Disposing_within_the_loop_ends_the_session()
    {
        var session = await ConnectAsync();
        await _server.SendAsync([0x81, 0x01, (byte)'a']);
        var serving = AnswerCloseAsync();
        await foreach (var message in session.ReceiveAllAsync())
        {
            await session.DisposeAsync().AsTask().WaitAsync(RawServer.Patience);
        }

        await serving;
        Assert.Equal(CloseStatus.Normal, await session.Completion);
    }

    [Fact]
    public async Task A_silent_server_is_pinged_and_left_when_it_does_not_answer()
    {
        var time = new TestClock();
        var session = await ConnectAsync(new WebSocketClientOptions
        {
            TimeProvider = time,
            KeepAliveInterval = TimeSpan.FromSeconds(10),
            KeepAliveTimeout = TimeSpan.FromSeconds(5),
        });
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal((0x89, ""), await ReadAsync());
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(CloseStatus.AbnormalClosure, await session.Completion.WaitAsync(RawServer.Patience));
        Assert.True(await _server.IsEndedAsync());
    }

    private async Task AnswerCloseAsync()
    {
        var (first, payload) = await _server.ReadFrameAsync();
        Assert.Equal(0x88, first);
        await _server.SendAsync([0x88, (byte)payload.Length, .. payload]);
        _server.Stream.Dispose();
    }

    private async Task<(int First, string Payload)> ReadAsync()
    {
        var (first, payload) = await _server.ReadFrameAsync();
        return (first, Encoding.Latin1.GetString(payload));
    }
}
