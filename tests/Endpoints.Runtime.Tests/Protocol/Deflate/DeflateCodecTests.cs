using Endpoints.Protocol.Deflate;

namespace Endpoints.Runtime.Tests.Protocol.Deflate;

public class DeflateCodecTests
{
    private static readonly byte[] Tail = [0x00, 0x00, 0xFF, 0xFF];

    public static TheoryData<string> All => Codecs.All;

    [Fact]
    public void The_platform_has_zlib() => Assert.True(ZlibCodec.IsAvailable);

    [Theory]
    [MemberData(nameof(All))]
    public void Every_message_ends_with_the_empty_block_and_comes_back(string codec)
    {
        using var deflater = Codecs.Get(codec).CreateDeflater(15);
        using var inflater = Codecs.Get(codec).CreateInflater(15);

        foreach (var length in new[] { 1, 2, 255, 5_000, 70_000 })
        {
            var text = Enumerable.Range(0, length).Select(i => (byte)('a' + (i * i % 7))).ToArray();
            foreach (var message in new[] { text, Codecs.Noise(length) })
            {
                var compressed = Codecs.Deflate(deflater, message, forget: false);
                Assert.Equal(Tail, compressed[^4..]);
                Assert.Equal(message, Codecs.Inflate(inflater, compressed));
            }
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_message_refers_to_those_before_it_unless_told_to_forget(string codec)
    {
        var message = Codecs.Noise(500);
        using var taking = Codecs.Get(codec).CreateDeflater(15);
        using var forgetting = Codecs.Get(codec).CreateDeflater(15);

        var first = Codecs.Deflate(taking, message, forget: false);
        Assert.InRange(first.Length, 500, 600);
        Assert.InRange(Codecs.Deflate(taking, message, forget: false).Length, 5, 50);

        Assert.Equal(first.Length, Codecs.Deflate(forgetting, message, forget: true).Length);
        for (var i = 0; i < 3; i++)
        {
            using var fresh = Codecs.Get(codec).CreateInflater(15);
            Assert.Equal(message, Codecs.Inflate(fresh, Codecs.Deflate(forgetting, message, forget: true)));
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Output_and_input_can_come_in_the_smallest_pieces(string codec)
    {
        var message = Codecs.Noise(3_000).Concat(new byte[3_000]).ToArray();
        using var deflater = Codecs.Get(codec).CreateDeflater(15);
        using var inflater = Codecs.Get(codec).CreateInflater(15);

        for (var piece = 7; piece < 40; piece++)
        {
            var compressed = Codecs.Deflate(deflater, message, forget: false, piece);
            var restored = compressed.Chunk(piece - 6).SelectMany(chunk => Codecs.Inflate(inflater, chunk, piece: 1)).ToArray();
            Assert.Equal(message, restored);
        }
    }

    [Fact]
    public void No_window_is_looked_behind()
    {
        for (var bits = 9; bits <= 15; bits++)
        {
            // The second half repeats the first from a distance that only a larger window reaches.
            var half = Codecs.Noise(1 << bits, seed: bits);
            byte[] message = [.. half, .. half];
            using var deflater = new ZlibCodec().CreateDeflater(bits);
            var compressed = Codecs.Deflate(deflater, message, forget: true);

            using var inflater = new ZlibCodec().CreateInflater(bits);
            Assert.Equal(message, Codecs.Inflate(inflater, compressed));
            Assert.InRange(compressed.Length, message.Length, message.Length * 9 / 8);
        }
    }

    [Fact]
    public void A_window_of_256_bytes_is_beyond_zlib_for_compression_only()
    {
        Assert.Equal(9, new ZlibCodec().MinWindowBits);
        Assert.Throws<NotSupportedException>(() => new ZlibCodec().CreateDeflater(8));

        using var deflater = new ZlibCodec().CreateDeflater(15);
        using var inflater = new ZlibCodec().CreateInflater(8);
        var near = Enumerable.Repeat("abcdefgh"u8.ToArray(), 100).SelectMany(bytes => bytes).ToArray();
        Assert.Equal(near, Codecs.Inflate(inflater, Codecs.Deflate(deflater, near, forget: false)));

        var noise = Codecs.Noise(300);
        byte[] far = Codecs.Deflate(deflater, [.. noise, .. noise], forget: false);
        Assert.Equal(InflateStatus.More, inflater.Inflate(far, new byte[300], out int consumed, out _));

        // What was given out at once zlib still finds; only what came before is out of reach.
        Assert.Equal(InflateStatus.Invalid, inflater.Inflate(far.AsSpan(consumed), new byte[300], out _, out _));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Invalid_data_is_told_and_forgotten_on_reset(string codec)
    {
        using var inflater = Codecs.Get(codec).CreateInflater(15);

        // Block type 3 does not exist (RFC 1951 section 3.2.3).
        Assert.Equal(InflateStatus.Invalid, inflater.Inflate([0x07], new byte[10], out _, out _));
        inflater.Reset();

        Assert.Equal("Hello"u8.ToArray(), Codecs.Inflate(inflater, [0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00, .. Tail]));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_final_block_ends_where_it_ends(string codec)
    {
        using var inflater = Codecs.Get(codec).CreateInflater(15);
        var room = new byte[100];

        var status = inflater.Inflate([0xF3, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00, 0x00, 0x01], room, out var consumed, out var written);

        Assert.Equal((InflateStatus.FinalBlockEnded, 7, 5), (status, consumed, written));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_disposed_context_can_be_disposed_again(string codec)
    {
        var deflater = Codecs.Get(codec).CreateDeflater(15);
        var inflater = Codecs.Get(codec).CreateInflater(15);
        Codecs.Deflate(deflater, [1, 2, 3], forget: true);

        deflater.Dispose();
        deflater.Dispose();
        inflater.Dispose();
        inflater.Dispose();
    }
}
