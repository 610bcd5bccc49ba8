using Endpoints.Connections;
using Endpoints.Options;
using Endpoints.Protocol;
using Endpoints.Protocol.Deflate;
using Endpoints.Runtime.Tests.Protocol.Deflate;
using Endpoints.TestKit.Connections;
using Endpoints.TestKit.Frames;

namespace Endpoints.Runtime.Tests.Connections.Compression;

public sealed class CompressedSessionTests
{
    private static readonly byte[] Tail = [0x00, 0x00, 0xFF, 0xFF];

    private static ScriptedConnection Open(
        bool takeover = false, int threshold = 0, Action<WebSocketEndpointOptions>? configure = null) => new(
            options =>
            {
                options.Compression = new WebSocketCompressionOptions { Threshold = threshold };
                configure?.Invoke(options);
            },
            deflate: new DeflateParameters(!takeover, !takeover, 15, 15));

    private static byte[] Inflate(Inflater inflater, SentFrame frame) =>
        frame.IsCompressed ? Codecs.Inflate(inflater, [.. frame.Payload, .. Tail]) : frame.Payload;

    private static byte[] Compressed(Deflater deflater, byte[] message) => FrameBuilder.Frame(
        Opcode.Binary, Codecs.Deflate(deflater, message, forget: false)[..^4], rsv: ReservedBits.Rsv1);

    [Fact]
    public void Messages_from_the_threshold_on_are_sent_compressed_and_others_as_they_are()
    {
        var scripted = Open(threshold: 100);

        scripted.Connection.TrySendBinary(new byte[99]);
        scripted.Connection.TrySendBinary(new byte[100]);
        scripted.Connection.TrySendText(new string('a', 100).Select(c => (byte)c).ToArray());
        scripted.Connection.TrySendPing(new byte[125]);

        var frames = scripted.Transport.TakeFrames();
        Assert.Equal([false, true, true, false], frames.Select(frame => frame.IsCompressed));
        Assert.All(frames, frame => Assert.True(frame.Fin));
        using var inflater = new ZlibCodec().CreateInflater(15);
        Assert.Equal(new byte[100], Inflate(inflater, frames[1]));
    }

    [Fact]
    public async Task The_close_frame_and_empty_messages_are_never_compressed()
    {
        var scripted = Open();

        scripted.Connection.TrySendText([]);
        await scripted.Connection.CloseAsync(CloseStatus.Normal.WithReason(new string('a', 123)));

        Assert.All(scripted.Transport.TakeFrames(), frame => Assert.False(frame.IsCompressed));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Messages_that_grow_keep_the_windows_of_both_ends_alike(bool takeover)
    {
        var scripted = Open(takeover);
        var noise = Codecs.Noise(2_000);
        using var inflater = new ZlibCodec().CreateInflater(15);

        for (var i = 0; i < 4; i++)
        {
            scripted.Connection.TrySendBinary(i % 2 == 0 ? noise : new byte[500]);
        }

        var frames = scripted.Transport.TakeFrames();
        Assert.Equal(takeover ? [true, true, true, true] : [false, true, false, true], frames.Select(frame => frame.IsCompressed));
        Assert.Equal(takeover, frames[2].Payload.Length < 100);
        for (var i = 0; i < 4; i++)
        {
            if (!takeover)
            {
                inflater.Reset();
            }

            Assert.Equal(i % 2 == 0 ? noise : new byte[500], Inflate(inflater, frames[i]));
        }
    }

    [Fact]
    public async Task Messages_that_waited_for_room_are_compressed_in_the_order_in_which_they_leave()
    {
        var scripted = Open(takeover: true, configure: options => options.MaxSendQueueSize = 2_000);
        scripted.Transport.IsBlocked = true;
        byte[][] messages = [.. Enumerable.Range(0, 6).Select(i => Codecs.Noise(900, seed: i % 2))];

        var sends = messages.Select(message => scripted.Connection.SendBinaryAsync(message).AsTask()).ToArray();
        Assert.False(sends[^1].IsCompleted);
        scripted.Transport.IsBlocked = false;
        await Task.WhenAll(sends);

        using var inflater = new ZlibCodec().CreateInflater(15);
        Assert.Equal(messages, scripted.Transport.TakeFrames().Select(frame => Inflate(inflater, frame)));
    }

    [Fact]
    public void Sends_from_many_threads_go_through_the_window_in_the_order_in_which_they_leave()
    {
        var scripted = Open(takeover: true, configure: options => options.MaxSendQueueSize = int.MaxValue / 2);
        scripted.Transport.IsBlocked = true;

        Parallel.For(1, 500, i => Assert.True(scripted.Connection.TrySendBinary(Codecs.Noise(i, seed: 3))));
        scripted.Transport.IsBlocked = false;

        using var inflater = new ZlibCodec().CreateInflater(15);
        var received = scripted.Transport.TakeFrames().Select(frame => Inflate(inflater, frame)).OrderBy(message => message.Length).ToArray();
        Assert.Equal(Enumerable.Range(1, 499).Select(i => Codecs.Noise(i, seed: 3)), received);
    }

    [Fact]
    public void A_compressed_message_is_delivered_and_can_be_kept_by_the_handler()
    {
        var scripted = Open();
        scripted.Sink.BorrowsMemory = true;
        using var deflater = new ZlibCodec().CreateDeflater(15);

        scripted.Receive(FrameBuilder.Frame(
            Opcode.Text, Codecs.Deflate(deflater, "compressed"u8.ToArray(), forget: false)[..^4], rsv: ReservedBits.Rsv1));

        Assert.Contains("text compressed", scripted.Sink.Calls);
        Assert.Equal("compressed"u8.ToArray(), scripted.Sink.Borrowed.ToArray());
    }

    [Theory]
    [InlineData(1000, null)]
    [InlineData(1001, 1009)]
    public void The_message_limit_counts_what_a_message_inflates_to(int length, int? closeCode)
    {
        var scripted = Open(configure: options => options.MaxMessageSize = 1000);
        using var deflater = new ZlibCodec().CreateDeflater(15);

        scripted.Receive(Compressed(deflater, new byte[length]));

        Assert.Equal(closeCode, scripted.Transport.TakeFrames().SingleOrDefault()?.CloseCode);
    }

    [Fact]
    public void Invalid_data_closes_with_1007()
    {
        var scripted = Open();

        scripted.Receive(FrameBuilder.Frame(Opcode.Binary, [0x07, 0x07], rsv: ReservedBits.Rsv1));

        var close = Assert.Single(scripted.Transport.TakeFrames());
        Assert.Equal((1007, "The compressed message is not valid DEFLATE data."), (close.CloseCode, close.CloseReason));
    }

    [Fact]
    public void Rsv1_closes_with_1002_when_nothing_was_agreed_on()
    {
        var scripted = new ScriptedConnection(options => options.Compression = new());
        using var deflater = new ZlibCodec().CreateDeflater(15);

        scripted.Receive(Compressed(deflater, [1, 2, 3]));

        Assert.Equal(1002, Assert.Single(scripted.Transport.TakeFrames()).CloseCode);
    }

    [Fact]
    public async Task Nothing_is_sent_or_received_behind_the_end()
    {
        var scripted = Open(takeover: true);
        using var deflater = new ZlibCodec().CreateDeflater(15);
        scripted.Receive(Compressed(deflater, new byte[100])[..^3]);
        scripted.Connection.TrySendBinary(new byte[100]);

        scripted.Connection.TransportClosed();
        await scripted.Connection.Completion;

        Assert.False(scripted.Connection.TrySendBinary(new byte[100]));
        Assert.Equal(ReceiveStatus.Closed, scripted.Receive(FrameBuilder.Binary([1])));
    }
}
