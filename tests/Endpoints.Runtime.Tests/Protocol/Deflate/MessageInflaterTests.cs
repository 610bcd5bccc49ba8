using Endpoints.Protocol;
using Endpoints.Protocol.Deflate;
using Endpoints.TestKit.Frames;

namespace Endpoints.Runtime.Tests.Protocol.Deflate;

/// <summary>Compressed messages through the reader (RFC 7692 sections 6.2 and 7.2.2).</summary>
public class MessageInflaterTests
{
    // "Hello", compressed (section 7.2.3.1).
    private static readonly byte[] Hello = [0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00];

    public static TheoryData<string> All => Codecs.All;

    private static ReaderDriver Driver(
        bool takeover = true,
        int maxMessageSize = 1 << 20,
        int? maxFrameSize = null,
        string codec = Codecs.Zlib,
        EndpointRole role = EndpointRole.Server) =>
        new(role, new ReceiveLimits(maxMessageSize, maxFrameSize ?? maxMessageSize), new MessageInflater(Codecs.Pool(codec), 15, takeover));

    private static byte[] Frame(byte[] payload, Opcode opcode = Opcode.Text, bool fin = true, bool mask = true) =>
        FrameBuilder.Frame(opcode, payload, fin, mask, opcode == Opcode.Continuation ? ReservedBits.None : ReservedBits.Rsv1);

    private static byte[] Compress(byte[] message)
    {
        using var deflater = new ZlibCodec().CreateDeflater(15);
        return Codecs.Deflate(deflater, message, forget: false)[..^4];
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Section_7_2_3_1_a_message_in_one_frame(string codec)
    {
        using var driver = Driver(codec: codec);

        Assert.Equal([ReaderEvent.Text("Hello")], driver.Feed(Frame(Hello)));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Section_7_2_3_1_a_message_in_two_frames_with_a_ping_between(string codec)
    {
        using var driver = Driver(codec: codec);

        driver.Feed(Frame(Hello[..3], fin: false));
        driver.Feed(FrameBuilder.Ping("between"));
        driver.Feed(Frame(Hello[3..], Opcode.Continuation));

        Assert.Equal([ReaderEvent.Ping("between"), ReaderEvent.Text("Hello")], driver.Events);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Section_7_2_3_2_a_second_message_that_refers_to_the_first(string codec)
    {
        using var driver = Driver(codec: codec);

        driver.Feed(Frame(Hello));
        driver.Feed(Frame([0xF2, 0x00, 0x11, 0x00, 0x00]));

        Assert.Equal([ReaderEvent.Text("Hello"), ReaderEvent.Text("Hello")], driver.Events);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_second_message_that_refers_to_the_first_is_invalid_without_takeover(string codec)
    {
        using var driver = Driver(takeover: false, codec: codec);

        driver.Feed(Frame(Hello));
        driver.Feed(Frame([0xF2, 0x00, 0x11, 0x00, 0x00]));

        Assert.Equal([ReaderEvent.Text("Hello"), ReaderEvent.Violation(ProtocolRule.CompressedDataInvalid)], driver.Events);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Section_7_2_3_3_a_block_without_compression(string codec)
    {
        using var driver = Driver(codec: codec);

        driver.Feed(Frame([0x00, 0x05, 0x00, 0xFA, 0xFF, 0x48, 0x65, 0x6C, 0x6C, 0x6F, 0x00]));

        Assert.Equal([ReaderEvent.Text("Hello")], driver.Events);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Section_7_2_3_4_a_final_block(string codec)
    {
        foreach (var takeover in new[] { true, false })
        {
            using var driver = Driver(takeover, codec: codec);

            driver.Feed(Frame([0xF3, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00, 0x00]));
            driver.Feed(Frame(Hello));

            Assert.Equal([ReaderEvent.Text("Hello"), ReaderEvent.Text("Hello")], driver.Events);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_final_block_with_nothing_behind_it_ends_a_message_as_well(string codec)
    {
        using var driver = Driver(codec: codec);

        driver.Feed(Frame([0xF3, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00]));
        driver.Feed(Frame(Hello));

        Assert.Equal([ReaderEvent.Text("Hello"), ReaderEvent.Text("Hello")], driver.Events);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Section_7_2_3_5_two_blocks_in_one_message(string codec)
    {
        using var driver = Driver(codec: codec);

        driver.Feed(Frame([0xF2, 0x48, 0x05, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xCA, 0xC9, 0xC9, 0x07, 0x00]));

        Assert.Equal([ReaderEvent.Text("Hello")], driver.Events);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Section_7_2_3_6_empty_messages_and_messages_behind_them(string codec)
    {
        foreach (var takeover in new[] { true, false })
        {
            using var driver = Driver(takeover, codec: codec);

            driver.Feed(Frame([0x00]));
            driver.Feed(Frame(Hello));

            // What zlib gives for a second flush; the RFC knows no such message, but it can only mean one thing.
            driver.Feed(Frame([], Opcode.Binary));
            driver.Feed(Frame(Hello));

            Assert.Equal([ReaderEvent.Text(""), ReaderEvent.Text("Hello"), ReaderEvent.Binary([]), ReaderEvent.Text("Hello")], driver.Events);
        }
    }

    [Fact]
    public void Uncompressed_messages_come_in_between_and_leave_the_window_alone()
    {
        using var driver = Driver();

        driver.Feed(Frame(Hello));
        driver.Feed(FrameBuilder.Text("plain"));
        driver.Feed(FrameBuilder.Fragments(Opcode.Text, "fragments"u8.ToArray(), [3]));
        driver.Feed(Frame([0xF2, 0x00, 0x11, 0x00, 0x00]));

        Assert.Equal(
            [ReaderEvent.Text("Hello"), ReaderEvent.Text("plain"), ReaderEvent.Text("fragments"), ReaderEvent.Text("Hello")], driver.Events);
    }

    [Fact]
    public void The_same_events_come_however_the_bytes_do()
    {
        var large = Enumerable.Range(0, 40_000).Select(i => (byte)('a' + (i % 26))).ToArray();
        byte[] compressed = Compress(large);
        byte[] stream = FrameBuilder.Concat(
            Frame(compressed[..10], fin: false),
            Frame([], Opcode.Continuation, fin: false),
            FrameBuilder.Ping("p"),
            Frame(compressed[10..], Opcode.Continuation),
            Frame(Hello));
        ReaderEvent[] expected = [ReaderEvent.Ping("p"), new(ReadOutcome.Text, Convert.ToHexString(large)), ReaderEvent.Text("Hello")];

        foreach (var pieces in FrameBuilder.ChopOnceAnywhere(stream).Append([.. FrameBuilder.ChopEveryByte(stream)]))
        {
            using var driver = Driver(takeover: false);
            foreach (var piece in pieces)
            {
                driver.Feed(piece);
            }

            Assert.Equal(expected, driver.Events);
        }
    }

    [Fact]
    public void A_client_reads_what_a_server_sends()
    {
        using var driver = Driver(role: EndpointRole.Client);

        Assert.Equal([ReaderEvent.Text("Hello")], driver.Feed(Frame(Hello, mask: false)));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_message_may_inflate_to_the_limit_and_not_to_one_byte_more(string codec)
    {
        const int Limit = 100_000;
        foreach (var takeover in new[] { true, false })
        {
            using var within = Driver(takeover, Limit, codec: codec);
            Assert.Equal([ReaderEvent.Binary(new byte[Limit])], within.Feed(Frame(Compress(new byte[Limit]), Opcode.Binary)));

            using var beyond = Driver(takeover, Limit, codec: codec);
            Assert.Equal(
                [ReaderEvent.Violation(ProtocolRule.MessageTooLarge)], beyond.Feed(Frame(Compress(new byte[Limit + 1]), Opcode.Binary)));
            Assert.Equal(0, beyond.Reader.BufferedBytes);
        }
    }

    [Fact]
    public void A_bomb_is_found_before_memory_is_taken_for_it()
    {
        // 64 MiB of zeros in 64 KiB.
        var bomb = Compress(new byte[64 << 20]);
        using var reader = new MessageReader(
            EndpointRole.Server, new ReceiveLimits(4096, 4096), new MessageInflater(Codecs.Pool(), 15, contextTakeover: true));
        var frame = Frame(bomb, Opcode.Binary);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var result = reader.Read(frame);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;

        Assert.Equal(ProtocolRule.MessageTooLarge, result.Violation.Rule);
        Assert.InRange(allocated, 0, 32 * 1024);
    }

    [Fact]
    public void A_message_of_the_largest_size_may_be_larger_compressed()
    {
        var noise = Codecs.Noise(10_000);
        var compressed = Compress(noise);
        Assert.True(compressed.Length > noise.Length);
        using var driver = Driver(maxMessageSize: noise.Length);

        Assert.Equal([ReaderEvent.Binary(noise)], driver.Feed(Frame(compressed, Opcode.Binary)));
    }

    [Fact]
    public void A_frame_limit_of_its_own_counts_what_is_on_the_wire()
    {
        byte[] compressed = Compress(Codecs.Noise(500));
        using var within = Driver(maxMessageSize: 1000, maxFrameSize: compressed.Length);
        Assert.Equal([ReaderEvent.Binary(Codecs.Noise(500))], within.Feed(Frame(compressed, Opcode.Binary)));

        using var beyond = Driver(maxMessageSize: 1000, maxFrameSize: compressed.Length - 1);
        Assert.Equal([ReaderEvent.Violation(ProtocolRule.FrameTooLarge)], beyond.Feed(Frame(compressed, Opcode.Binary)));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Invalid_data_is_a_violation_as_soon_as_it_comes(string codec)
    {
        using var driver = Driver(codec: codec);

        // Block type 3 does not exist; the frame has not ended.
        byte[] frame = Frame([0x07, 0x00, 0x00, 0x00], fin: false);
        Assert.Equal([ReaderEvent.Violation(ProtocolRule.CompressedDataInvalid)], driver.Feed(frame[..^2]));
    }

    [Theory]
    [InlineData("F248CDC9")]
    [InlineData("F248CDC9C9")]
    [InlineData("000500FAFF4865")]
    [InlineData("F3")]
    public void A_message_that_ends_within_a_block_is_invalid(string payload)
    {
        foreach (var codec in new[] { Codecs.Zlib, Codecs.DeflateStream })
        {
            using var driver = Driver(takeover: false, codec: codec);

            Assert.Equal(
                [ReaderEvent.Violation(ProtocolRule.CompressedDataInvalid)], driver.Feed(Frame(Convert.FromHexString(payload), Opcode.Binary)));
        }
    }

    [Fact]
    public void Text_is_validated_after_decompression_and_before_the_message_ends()
    {
        using var driver = Driver();
        byte[] compressed = Compress([.. "valid"u8, 0xFF, .. Codecs.Noise(200)]);

        Assert.Equal([ReaderEvent.Violation(ProtocolRule.TextNotUtf8)], driver.Feed(Frame(compressed[..100], fin: false)));
    }

    [Fact]
    public void Text_that_ends_within_a_code_point_is_invalid()
    {
        using var driver = Driver();

        Assert.Equal([ReaderEvent.Violation(ProtocolRule.TextNotUtf8)], driver.Feed(Frame(Compress([0x61, 0xE2, 0x82]))));
    }

    [Fact]
    public void Compressed_bytes_need_not_be_text()
    {
        using var driver = Driver();
        var text = string.Concat(Enumerable.Repeat("größer ∀ 🎈", 50));

        Assert.Equal([ReaderEvent.Text(text)], driver.Feed(Frame(Compress(System.Text.Encoding.UTF8.GetBytes(text)))));
    }

    [Fact]
    public void Rsv1_belongs_on_the_first_frame_of_a_message_only()
    {
        byte[][] wrong =
        [
            FrameBuilder.Frame(Opcode.Continuation, [], rsv: ReservedBits.Rsv1),
            FrameBuilder.Frame(Opcode.Ping, [], rsv: ReservedBits.Rsv1),
            FrameBuilder.Frame(Opcode.Pong, [], rsv: ReservedBits.Rsv1),
            FrameBuilder.Frame(Opcode.Close, [], rsv: ReservedBits.Rsv1),
            FrameBuilder.Frame(Opcode.Ping, [], rsv: ReservedBits.Rsv2),
        ];
        foreach (var frame in wrong)
        {
            using var driver = Driver();
            driver.Feed(Frame(Hello[..3], fin: false));

            Assert.Equal([ReaderEvent.Violation(ProtocolRule.ReservedBitSet)], driver.Feed(frame));
        }

        using var both = Driver();
        Assert.Equal(
            [ReaderEvent.Violation(ProtocolRule.ReservedBitSet)],
            both.Feed(FrameBuilder.Frame(Opcode.Text, Hello, rsv: ReservedBits.Rsv1 | ReservedBits.Rsv2)));
    }

    [Fact]
    public void Rsv1_is_no_ones_when_nothing_was_agreed_on()
    {
        using var driver = new ReaderDriver();

        Assert.Equal([ReaderEvent.Violation(ProtocolRule.ReservedBitSet)], driver.Feed(Frame(Hello)));
    }

    [Fact]
    public void A_flood_of_empty_blocks_holds_no_memory()
    {
        using var driver = Driver(maxMessageSize: 1000);
        byte[] emptyBlocks = [.. Enumerable.Repeat(new byte[] { 0x00, 0x00, 0x00, 0xFF, 0xFF }, 10_000).SelectMany(block => block)];

        driver.Feed(Frame(emptyBlocks, Opcode.Binary, fin: false));

        Assert.InRange(driver.Reader.BufferedBytes, 0, 1024);
        Assert.Equal([ReaderEvent.Binary("Hello"u8.ToArray())], driver.Feed(Frame(Hello, Opcode.Continuation)));
    }
}
