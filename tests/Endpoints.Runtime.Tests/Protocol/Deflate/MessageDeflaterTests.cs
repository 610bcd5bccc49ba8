using Endpoints.Protocol;
using Endpoints.Protocol.Deflate;

namespace Endpoints.Runtime.Tests.Protocol.Deflate;

public class MessageDeflaterTests
{
    public static TheoryData<string> All => Codecs.All;

    /// <summary>The compressed form, or null where the message is to be sent as it is.</summary>
    private static byte[]? Deflate(MessageDeflater deflater, byte[] message)
    {
        var compressed = default(MessageBuffer);
        try
        {
            return deflater.TryDeflate(message, ref compressed) ? compressed.Written.ToArray() : null;
        }
        finally
        {
            compressed.Release();
        }
    }

    private static byte[] Inflate(MessageInflater inflater, byte[] compressed)
    {
        var message = default(MessageBuffer);
        var utf8 = default(Utf8Validator);
        Assert.Equal(ProtocolRule.None, inflater.Append(compressed, 1 << 24, ref message, ref utf8, isText: false));
        Assert.Equal(ProtocolRule.None, inflater.Complete(1 << 24, ref message, ref utf8, isText: false));
        var bytes = message.Written.ToArray();
        message.Release();
        return bytes;
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_empty_block_at_the_end_is_cut_off(string codec)
    {
        var message = new byte[100];
        using var deflater = new MessageDeflater(Codecs.Pool(codec), 15, contextTakeover: true, threshold: 0);

        var compressed = Deflate(deflater, message)!;

        Assert.NotEqual([0x00, 0x00, 0xFF, 0xFF], compressed[^4..]);
        using var inflater = new ZlibCodec().CreateInflater(15);
        Assert.Equal(message, Codecs.Inflate(inflater, [.. compressed, 0x00, 0x00, 0xFF, 0xFF]));
    }

    [Theory]
    [InlineData(256)]
    [InlineData(1)]
    [InlineData(100_000)]
    public void A_message_is_compressed_from_the_threshold_on(int threshold)
    {
        using var deflater = new MessageDeflater(Codecs.Pool(), 15, contextTakeover: true, threshold);

        Assert.NotNull(Deflate(deflater, new byte[threshold]));
        Assert.Null(Deflate(deflater, new byte[threshold - 1]));
    }

    [Fact]
    public void An_empty_message_is_sent_as_it_is_whatever_the_threshold()
    {
        using var deflater = new MessageDeflater(Codecs.Pool(), 15, contextTakeover: true, threshold: 0);

        Assert.Null(Deflate(deflater, []));
        Assert.NotNull(Deflate(deflater, [1]));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_message_that_grows_is_sent_as_it_is_unless_it_is_in_the_window(string codec)
    {
        var noise = Codecs.Noise(1000);
        using var forgetting = new MessageDeflater(Codecs.Pool(codec), 15, contextTakeover: false, threshold: 0);
        using var taking = new MessageDeflater(Codecs.Pool(codec), 15, contextTakeover: true, threshold: 0);

        Assert.Null(Deflate(forgetting, noise));
        var first = Deflate(taking, noise)!;
        var second = Deflate(taking, noise)!;

        Assert.True(first.Length > noise.Length);
        Assert.InRange(second.Length, 1, 50);
        var inflater = new MessageInflater(Codecs.Pool(codec), 15, contextTakeover: true);
        Assert.Equal(noise, Inflate(inflater, first));
        Assert.Equal(noise, Inflate(inflater, second));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Contexts_without_takeover_are_shared_and_remember_nothing(string codec)
    {
        var pool = Codecs.Pool(codec);
        var message = Codecs.Noise(300).Concat(new byte[700]).ToArray();
        using var first = new MessageDeflater(pool, 15, contextTakeover: false, threshold: 0);
        using var second = new MessageDeflater(pool, 15, contextTakeover: false, threshold: 0);
        var inflater = new MessageInflater(pool, 15, contextTakeover: false);

        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(message, Inflate(inflater, Deflate(first, message)!));
            Assert.Equal(message, Inflate(inflater, Deflate(second, message)!));
        }
    }

    [Fact]
    public void A_pool_keeps_no_more_than_its_capacity_and_windows_apart()
    {
        var codec = new CountingCodec();
        var pool = new DeflateContextPool(codec, capacity: 2);

        var rented = new[] { pool.RentDeflater(15), pool.RentDeflater(15), pool.RentDeflater(15), pool.RentDeflater(9) };
        Assert.Equal(4, codec.Created);
        foreach (var deflater in rented)
        {
            pool.Return(deflater);
        }

        Assert.Equal(1, codec.Disposed);
        rented = [pool.RentDeflater(15), pool.RentDeflater(15), pool.RentDeflater(9)];
        Assert.Equal([15, 15, 9], rented.Select(deflater => deflater.WindowBits));
        Assert.Equal(4, codec.Created);
        pool.RentDeflater(15).Dispose();
        Assert.Equal(5, codec.Created);
    }

    private sealed class CountingCodec : DeflateCodec
    {
        public int Created { get; private set; }

        public int Disposed { get; private set; }

        public override int MinWindowBits => 9;

        public override Deflater CreateDeflater(int windowBits)
        {
            Created++;
            return new Counted(this, windowBits);
        }

        public override Inflater CreateInflater(int windowBits) => throw new NotSupportedException();

        private sealed class Counted(CountingCodec codec, int windowBits) : Deflater(windowBits)
        {
            public override bool Deflate(ReadOnlySpan<byte> source, Span<byte> destination, bool forget, out int consumed, out int written) =>
                throw new NotSupportedException();

            public override void Dispose() => codec.Disposed++;
        }
    }
}
