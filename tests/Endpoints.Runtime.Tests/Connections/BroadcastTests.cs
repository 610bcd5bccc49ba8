using Endpoints.Connections;
using Endpoints.Options;
using Endpoints.Protocol.Deflate;
using Endpoints.TestKit.Connections;

namespace Endpoints.Runtime.Tests.Connections;

/// <summary>What sessions share of a message that many of them get.</summary>
public sealed class BroadcastTests
{
    private static readonly DeflateParameters Plain = new(true, true, 15, 15);
    private static readonly DeflateParameters Small = new(true, true, 10, 15);
    private static readonly DeflateParameters Remembering = new(false, false, 15, 15);

    [Fact]
    public void A_large_message_is_in_one_array_until_the_last_has_written_it()
    {
        var sessions = new ScriptedSessions();
        var transports = Enumerable.Range(0, 5).Select(_ => sessions.Open()).ToArray();
        foreach (var transport in transports)
        {
            transport.IsBlocked = true;
        }

        var payload = Payload(WebSocketConnection.SmallestLent);
        Assert.Equal(5, sessions.All.SendBinary(payload));

        Assert.Equal(1, sessions.Pool.Lent);
        Assert.All(transports, transport => Assert.Equal(payload.Length + 4, transport.Connection.BufferedAmount));
        foreach (var transport in transports)
        {
            Assert.Equal(1, sessions.Pool.Lent);
            transport.IsBlocked = false;
            Assert.Equal(payload, Assert.Single(transport.TakeFrames()).Payload);
        }

        Assert.Equal(0, sessions.Pool.Lent);
    }

    [Fact]
    public void A_message_below_that_is_copied()
    {
        var sessions = new ScriptedSessions();
        var transports = Enumerable.Range(0, 2).Select(_ => sessions.Open()).ToArray();
        foreach (var transport in transports)
        {
            transport.IsBlocked = true;
        }

        sessions.All.SendBinary(Payload(WebSocketConnection.SmallestLent - 1));

        Assert.Equal(2, sessions.Pool.Lent);
    }

    [Fact]
    public void What_comes_before_and_behind_a_shared_message_keeps_its_place()
    {
        var sessions = new ScriptedSessions();
        var transport = sessions.Open();
        transport.IsBlocked = true;

        transport.Connection.TrySendText("a"u8);
        sessions.All.SendBinary(Payload(5000));
        transport.Connection.TrySendText("b"u8);
        transport.IsBlocked = false;
        transport.IsBlocked = true;
        sessions.All.SendBinary(Payload(6000));
        sessions.All.SendBinary(Payload(7000));
        transport.Connection.TrySendText("c"u8);
        transport.IsBlocked = false;

        Assert.Equal([1, 5000, 1, 6000, 7000, 1], transport.TakeFrames().Select(frame => frame.Payload.Length));
        Assert.Equal(0, sessions.Pool.Lent);
    }

    [Fact]
    public async Task A_session_that_ends_with_a_shared_message_takes_it_from_nobody()
    {
        var sessions = new ScriptedSessions();
        var (one, two) = (sessions.Open(), sessions.Open());
        (one.IsBlocked, two.IsBlocked) = (true, true);
        var payload = Payload(100_000);
        sessions.All.SendBinary(payload);

        one.Connection.TransportClosed();
        await one.Connection.Completion;
        two.IsBlocked = false;

        Assert.Equal(payload, Assert.Single(two.TakeFrames()).Payload);
        Assert.Equal(1, sessions.Pool.Lent);
    }

    [Fact]
    public void A_message_is_compressed_once_for_each_window()
    {
        var codec = new CountingCodec();
        var sessions = Compressing(codec);
        var transports = new[] { Plain, Plain, Small, Plain, Small }.Select(agreed => sessions.Open(deflate: agreed)).ToArray();

        Assert.Equal(5, sessions.All.SendBinary(new byte[10_000]));

        Assert.Equal(2, codec.Messages);
        var frames = transports.Select(transport => Assert.Single(transport.TakeFrames())).ToArray();
        Assert.All(frames, frame => Assert.True(frame.IsCompressed));
        Assert.Equal(frames[0].Payload, frames[1].Payload);
        Assert.Equal(frames[2].Payload, frames[4].Payload);
    }

    [Fact]
    public void A_message_that_does_not_get_smaller_is_tried_once_and_sent_as_it_is()
    {
        var codec = new CountingCodec();
        var sessions = Compressing(codec);
        var transports = Enumerable.Range(0, 3).Select(_ => sessions.Open(deflate: Plain)).ToArray();
        var noise = new byte[1000];
        new Random(1).NextBytes(noise);

        sessions.All.SendBinary(noise);

        Assert.Equal(1, codec.Messages);
        Assert.All(transports, transport => Assert.Equal(noise, Assert.Single(transport.TakeFrames()).Payload));
    }

    [Fact]
    public void Sessions_that_remember_compress_for_themselves()
    {
        var codec = new CountingCodec();
        var sessions = Compressing(codec, takeover: true);
        sessions.Open(deflate: Remembering);
        sessions.Open(deflate: Remembering);

        sessions.All.SendBinary(new byte[10_000]);

        Assert.Equal(2, codec.Messages);
    }

    [Fact]
    public void A_full_queue_misses_the_message_and_is_not_counted()
    {
        var sessions = new ScriptedSessions(options => options.MaxSendQueueSize = 1000);
        var (slow, fast) = (sessions.Open(), sessions.Open());
        slow.IsBlocked = true;

        Assert.Equal(2, sessions.All.SendBinary(new byte[900]));
        Assert.Equal(1, sessions.All.SendBinary(new byte[900]));

        slow.IsBlocked = false;
        Assert.Single(slow.TakeFrames());
        Assert.Equal(2, fast.TakeFrames().Count);
    }

    [Fact]
    public async Task A_very_large_audience_gets_it_in_batches_all_the_same()
    {
        var sessions = new ScriptedSessions();
        var transports = Enumerable.Range(0, IAudienceSource.LargestBatch + 1).Select(_ => sessions.Open()).ToArray();

        Assert.Equal(transports.Length, await sessions.All.SendTextAsync("all"u8.ToArray()));

        Assert.All(transports, transport => Assert.Single(transport.TakeFrames()));
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await sessions.All.SendTextAsync("some"u8.ToArray(), cancelled.Token));
        Assert.Equal(IAudienceSource.LargestBatch, transports.Sum(transport => transport.TakeFrames().Count));
    }

    [Fact]
    public void Closing_an_audience_closes_its_sessions()
    {
        var sessions = new ScriptedSessions();
        var (one, two) = (sessions.Open(), sessions.Open());

        sessions.All.Except(two.Connection).Close(CloseStatus.TryAgainLater);

        Assert.Equal(1013, Assert.Single(one.TakeFrames()).CloseCode);
        Assert.Empty(two.TakeFrames());
    }

    private static byte[] Payload(int length) => Enumerable.Range(0, length).Select(i => (byte)i).ToArray();

    private static ScriptedSessions Compressing(DeflateCodec codec, bool takeover = false) => new(
        options => options.Compression = new WebSocketCompressionOptions { ServerContextTakeover = takeover, ClientContextTakeover = takeover },
        new DeflateContextPool(codec, capacity: 4));

    /// <summary>Counts the messages that are compressed.</summary>
    private sealed class CountingCodec : DeflateCodec
    {
        private readonly ZlibCodec _inner = new();

        public int Messages { get; private set; }

        public override int MinWindowBits => _inner.MinWindowBits;

        public override Deflater CreateDeflater(int windowBits) => new Counting(this, _inner.CreateDeflater(windowBits), windowBits);

        public override Inflater CreateInflater(int windowBits) => _inner.CreateInflater(windowBits);

        private sealed class Counting(CountingCodec codec, Deflater inner, int windowBits) : Deflater(windowBits)
        {
            public override bool Deflate(ReadOnlySpan<byte> source, Span<byte> destination, bool forget, out int consumed, out int written)
            {
                var isComplete = inner.Deflate(source, destination, forget, out consumed, out written);
                codec.Messages += isComplete ? 1 : 0;
                return isComplete;
            }

            public override void Dispose() => inner.Dispose();
        }
    }
}
