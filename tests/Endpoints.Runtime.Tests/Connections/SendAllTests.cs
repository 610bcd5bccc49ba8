using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Channels;
using Endpoints.Protocol;
using Endpoints.TestKit.Connections;
using Endpoints.TestKit.Frames;

namespace Endpoints.Runtime.Tests.Connections;

/// <summary>Sending what a source yields: when it completes, and how it ends otherwise.</summary>
public class SendAllTests
{
    private static readonly JsonTypeInfo<int[]> Numbers = (JsonTypeInfo<int[]>)JsonSerializerOptions.Default.GetTypeInfo(typeof(int[]));

    public enum End
    {
        ThePeerCloses,
        WeClose,
        TheConnectionBreaks,
    }

    [Fact]
    public async Task It_completes_when_the_source_has_ended_and_all_of_it_was_written()
    {
        var scripted = new ScriptedConnection();
        scripted.Transport.IsBlocked = true;

        var source = new Source("a", "b");
        var sending = scripted.Connection.SendAllAsync(source.ReadAsync());
        Assert.True(source.IsDisposed);
        Assert.False(sending.IsCompleted);

        scripted.Transport.IsBlocked = false;
        await sending;
        Assert.Equal(["a", "b"], scripted.Transport.TakeFrames().Select(frame => frame.Text));
        Assert.Equal(WebSocketSessionState.Open, scripted.Connection.State);
    }

    [Fact]
    public async Task Each_form_is_sent_as_what_it_is()
    {
        var scripted = new ScriptedConnection();

        await scripted.Connection.SendAsync(WebSocketMessage.Text("one"));
        await scripted.Connection.SendAsync(WebSocketMessage.Binary(new byte[] { 1 }));
        await scripted.Connection.SendAllAsync(Yield(WebSocketMessage.Text("two"), WebSocketMessage.Binary(new byte[] { 2 })));
        await scripted.Connection.SendAllAsync(Yield<ReadOnlyMemory<byte>>(new byte[] { 3 }));
        await scripted.Connection.SendAllAsync(Yield("three"));
        await scripted.Connection.SendAllAsync(Yield<int[]>(new[] { 4, 4 }), Numbers);

        Assert.Equal(
            [
                (Opcode.Text, "one"), (Opcode.Binary, "\u0001"), (Opcode.Text, "two"), (Opcode.Binary, "\u0002"), (Opcode.Binary, "\u0003"),
                (Opcode.Text, "three"), (Opcode.Text, "[4,4]"),
            ],
            scripted.Transport.TakeFrames().Select(frame => (frame.Opcode, frame.Text)));
    }

    [Theory]
    [InlineData(End.ThePeerCloses, 1001)]
    [InlineData(End.WeClose, 1008)]
    [InlineData(End.TheConnectionBreaks, 1006)]
    public async Task A_source_is_cancelled_and_disposed_when_the_session_ends(End end, int code)
    {
        var scripted = new ScriptedConnection();
        var source = new Source("a") { IsEndless = true };
        var sending = scripted.Connection.SendAllAsync(source.ReadAsync());
        Assert.False(source.IsDisposed);

        await EndAsync(scripted, end);

        var error = await Assert.ThrowsAsync<WebSocketClosedException>(() => sending);
        Assert.Equal(code, error.Status.Code);
        Assert.True(source.IsDisposed);
        Assert.Equal("a", scripted.Transport.TakeFrames()[0].Text);
    }

    [Theory]
    [InlineData(End.ThePeerCloses)]
    [InlineData(End.WeClose)]
    [InlineData(End.TheConnectionBreaks)]
    public async Task A_source_that_does_not_listen_is_waited_for_until_it_yields_again(End end)
    {
        var scripted = new ScriptedConnection();
        var channel = Channel.CreateUnbounded<string>();
        var source = new Source();
        var sending = scripted.Connection.SendAllAsync(source.ReadDeafAsync(channel.Reader));

        await EndAsync(scripted, end);
        Assert.False(sending.IsCompleted);
        channel.Writer.TryWrite("late");

        await Assert.ThrowsAsync<WebSocketClosedException>(() => sending);
        Assert.True(source.IsDisposed);
        Assert.DoesNotContain("late", scripted.Transport.TakeFrames().Select(frame => frame.Text));
    }

    [Theory]
    [InlineData(End.ThePeerCloses)]
    [InlineData(End.WeClose)]
    [InlineData(End.TheConnectionBreaks)]
    public async Task A_source_that_ends_when_it_is_cancelled_has_ended_if_all_was_written(End end)
    {
        var scripted = new ScriptedConnection();
        var source = new Source("a") { IsEndless = true, EndsQuietly = true };
        var sending = scripted.Connection.SendAllAsync(source.ReadAsync());

        await EndAsync(scripted, end);

        await sending;
        Assert.True(source.IsDisposed);
    }

    [Fact]
    public async Task What_was_not_written_when_the_connection_broke_is_told()
    {
        var scripted = new ScriptedConnection();
        scripted.Transport.IsBlocked = true;
        var sending = scripted.Connection.SendAllAsync(Yield("stuck"));

        scripted.Connection.TransportClosed();

        var error = await Assert.ThrowsAsync<WebSocketClosedException>(() => sending);
        Assert.Equal(1006, error.Status.Code);
        await scripted.Connection.Completion;
        Assert.False(await scripted.Connection.WhenFlushed());
    }

    [Fact]
    public async Task A_session_that_is_closed_does_not_begin_with_a_source()
    {
        var scripted = new ScriptedConnection();
        await scripted.Connection.CloseAsync(CloseStatus.TryAgainLater);
        var source = new Source("a");

        var error = await Assert.ThrowsAsync<WebSocketClosedException>(() => scripted.Connection.SendAllAsync(source.ReadAsync()));

        Assert.Equal(1013, error.Status.Code);
        Assert.Equal(0, source.Yielded);
    }

    [Fact]
    public async Task The_caller_gives_up_and_the_session_stays_open()
    {
        var scripted = new ScriptedConnection();
        using var cancellation = new CancellationTokenSource();
        var source = new Source("a") { IsEndless = true };
        var sending = scripted.Connection.SendAllAsync(source.ReadAsync(), cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.True(source.IsDisposed);
        Assert.Equal(WebSocketSessionState.Open, scripted.Connection.State);
        Assert.True(scripted.Connection.TrySendText("b"u8));
        Assert.Equal(["a", "b"], scripted.Transport.TakeFrames().Select(frame => frame.Text));
    }

    [Fact]
    public async Task The_caller_gives_up_waiting_for_the_network_and_what_is_queued_is_sent()
    {
        var scripted = new ScriptedConnection();
        scripted.Transport.IsBlocked = true;
        using var cancellation = new CancellationTokenSource();
        var sending = scripted.Connection.SendAllAsync(Yield("a"), cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        scripted.Transport.IsBlocked = false;
        Assert.Equal("a", Assert.Single(scripted.Transport.TakeFrames()).Text);
    }

    [Fact]
    public async Task What_the_source_throws_comes_out_and_what_it_had_yielded_is_sent()
    {
        var scripted = new ScriptedConnection();
        var source = new Source("a") { Error = new FormatException("mine") };

        var error = await Assert.ThrowsAsync<FormatException>(() => scripted.Connection.SendAllAsync(source.ReadAsync()));

        Assert.Equal("mine", error.Message);
        Assert.True(source.IsDisposed);
        Assert.Equal("a", Assert.Single(scripted.Transport.TakeFrames()).Text);
        Assert.Equal(WebSocketSessionState.Open, scripted.Connection.State);
    }

    [Fact]
    public async Task A_callback_of_the_source_that_throws_does_not_keep_the_session()
    {
        var scripted = new ScriptedConnection();
        var sending = scripted.Connection.SendAllAsync(FailWhenCancelledAsync());

        scripted.Connection.TransportClosed();

        await Assert.ThrowsAsync<WebSocketClosedException>(() => sending);
        Assert.Equal(1006, (await scripted.Connection.Completion).Code);
    }

    [Fact]
    public async Task A_peer_that_does_not_read_slows_the_source_down()
    {
        var scripted = new ScriptedConnection(options => options.MaxSendQueueSize = 10);
        scripted.Transport.IsBlocked = true;
        var source = new Source("filler....", "first", "second", "third");

        var sending = scripted.Connection.SendAllAsync(source.ReadAsync());
        Assert.Equal(2, source.Yielded);

        scripted.Transport.IsBlocked = false;
        await sending;
        Assert.Equal(["filler....", "first", "second", "third"], scripted.Transport.TakeFrames().Select(frame => frame.Text));
    }

    [Fact]
    public async Task Several_sources_send_at_once_and_each_keeps_its_order()
    {
        var scripted = new ScriptedConnection(options => options.MaxSendQueueSize = 50);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() =>
            scripted.Connection.SendAllAsync(Yield<string>([.. Enumerable.Range(0, 250).Select(j => $"{i} {j}")])))));

        var frames = scripted.Transport.TakeFrames().Select(frame => frame.Text.Split(' ')).ToLookup(parts => parts[0], parts => parts[1]);
        Assert.Equal(4, frames.Count);
        Assert.All(frames, source => Assert.Equal(Enumerable.Range(0, 250).Select(j => $"{j}"), source));
    }

    [Fact]
    public void Nothing_to_send_is_a_fault_of_the_caller()
    {
        var session = new ScriptedConnection().Connection;

        Assert.Throws<ArgumentNullException>("source", () => { _ = session.SendAllAsync((IAsyncEnumerable<string>)null!); });
        Assert.Throws<ArgumentNullException>("typeInfo", () => { _ = session.SendAllAsync(Yield(1), null!); });
    }

    private static async Task EndAsync(ScriptedConnection scripted, End end)
    {
        switch (end)
        {
            case End.ThePeerCloses:
                scripted.Receive(FrameBuilder.Close(1001));
                break;
            case End.WeClose:
                await scripted.Connection.CloseAsync(CloseStatus.PolicyViolation);
                break;
            default:
                scripted.Connection.TransportClosed();
                break;
        }
    }

    private static async IAsyncEnumerable<T> Yield<T>(params T[] items)
    {
        foreach (var item in items)
        {
            yield return item;
        }

        await Task.CompletedTask;
    }

    private static async IAsyncEnumerable<string> FailWhenCancelledAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using var registration = cancellationToken.Register(() => throw new FormatException("mine"));
        await Task.Delay(Timeout.Infinite, cancellationToken);
        yield break;
    }

    /// <summary>Yields some texts, and then ends, fails, or waits until it is cancelled.</summary>
    private sealed class Source(params string[] texts)
    {
        public bool IsEndless { get; init; }

        public bool EndsQuietly { get; init; }

        public Exception? Error { get; init; }

        public int Yielded { get; private set; }

        public bool IsDisposed { get; private set; }

        public async IAsyncEnumerable<string> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            try
            {
                foreach (var text in texts)
                {
                    Yielded++;
                    yield return text;
                }

                if (Error is not null)
                {
                    throw Error;
                }

                if (IsEndless)
                {
                    var waiting = Task.Delay(Timeout.Infinite, cancellationToken);
                    await (EndsQuietly ? waiting.ContinueWith(_ => { }, TaskScheduler.Default) : waiting);
                }
            }
            finally
            {
                IsDisposed = true;
            }
        }

        public async IAsyncEnumerable<string> ReadDeafAsync(ChannelReader<string> channel)
        {
            try
            {
                while (true)
                {
                    yield return await channel.ReadAsync();
                }
            }
            finally
            {
                IsDisposed = true;
            }
        }
    }
}
