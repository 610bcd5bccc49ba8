using Endpoints.Protocol;
using Endpoints.Protocol.Deflate;
using Endpoints.Runtime.Tests.Protocol.Deflate;
using Endpoints.TestKit.Frames;

namespace Endpoints.Runtime.Tests.Protocol;

/// <summary>Messages that are delivered piece by piece.</summary>
public class MessageReaderBodyTests
{
    [Fact]
    public void A_message_is_delivered_as_its_bytes_come()
    {
        using var driver = new BodyDriver();
        var frame = FrameBuilder.Binary([1, 2, 3, 4, 5]);

        driver.Feed(frame[..6]);
        Assert.Equal("BinaryBody", driver.Log);
        driver.Feed(frame[6..8]);
        driver.Feed(frame[8..]);
        driver.Feed(FrameBuilder.Ping("p"), FrameBuilder.Text("whole"));

        Assert.Equal("BinaryBody 0102 030405! Ping:70 Text:77686F6C65", driver.Log);
        Assert.Equal(0, driver.Reader.BufferedBytes);
    }

    [Fact]
    public void Fragments_may_be_empty_and_have_control_frames_between_them()
    {
        using var driver = new BodyDriver();

        driver.Feed(
            FrameBuilder.Binary([], fin: false), FrameBuilder.Ping("p"), FrameBuilder.Continuation([1], fin: false),
            FrameBuilder.Continuation([], fin: false), FrameBuilder.Continuation([]), FrameBuilder.Binary([]));

        Assert.Equal("BinaryBody Ping:70 01 ! BinaryBody !", driver.Log);
    }

    [Fact]
    public void While_nobody_takes_pieces_none_comes_but_control_frames_between_fragments_do()
    {
        using var driver = new BodyDriver();
        driver.Feed(FrameBuilder.Binary([1], fin: false));

        driver.IsPaused = true;
        driver.Feed(FrameBuilder.Ping("p"), FrameBuilder.Continuation([2]));
        Assert.Equal("BinaryBody 01 Ping:70", driver.Log);
        Assert.Equal(ReadOutcome.DataPending, driver.Last);

        driver.IsPaused = false;
        driver.Feed();
        Assert.Equal("BinaryBody 01 Ping:70 02!", driver.Log);
    }

    [Theory]
    [InlineData(10, 10, "BinaryBody Violation:FrameTooLarge", 11)]
    [InlineData(10, 8, "BinaryBody Violation:FrameTooLarge", 9)]
    [InlineData(10, 8, "BinaryBody 0000000000000000 Violation:MessageTooLarge", 8, 3)]
    [InlineData(10, 8, "BinaryBody 0000000000000000 0000!", 8, 2)]
    public void The_limits_are_held_by_what_frames_announce(int message, int frame, string expected, params int[] sizes)
    {
        using var driver = new BodyDriver(new BodyLimits(message, message, frame));

        for (var i = 0; i < sizes.Length; i++)
        {
            driver.Feed(FrameBuilder.Frame(i == 0 ? Opcode.Binary : Opcode.Continuation, new byte[sizes[i]], fin: i == sizes.Length - 1));
        }

        Assert.Equal(sizes[0] > frame ? expected["BinaryBody ".Length..] : expected, driver.Log);
    }

    [Theory]
    [InlineData("C3A4", "TextBody C3A4!")]
    [InlineData("C3|A4", "TextBody C3 A4!")]
    [InlineData("61|C3", "TextBody 61 Violation:TextNotUtf8")]
    [InlineData("61FF|62", "TextBody Violation:TextNotUtf8")]
    public void Text_is_checked_as_it_comes(string fragments, string expected)
    {
        using var driver = new BodyDriver(takesText: true);
        var parts = fragments.Split('|');

        for (var i = 0; i < parts.Length; i++)
        {
            driver.Feed(FrameBuilder.Frame(
                i == 0 ? Opcode.Text : Opcode.Continuation, Convert.FromHexString(parts[i]), fin: i == parts.Length - 1));
        }

        Assert.Equal(expected, driver.Log);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 1_000)]
    [InlineData(true, 100_000)]
    public void Compressed_messages_come_out_in_pieces_of_bounded_size(bool contextTakeover, int chop)
    {
        var pool = Codecs.Pool();
        using var deflater = Codecs.Get(Codecs.Zlib).CreateDeflater(15);
        using var driver = new BodyDriver(inflater: new MessageInflater(pool, 15, contextTakeover));
        var zeros = new byte[3_000_000];
        var noise = Codecs.Noise(20_000);

        foreach (var message in new[] { zeros, noise, [], [7] })
        {
            driver.Clear();
            var compressed = message.Length == 0 ? [0] : Codecs.Deflate(deflater, message, forget: !contextTakeover)[..^4];
            var frames = FrameBuilder.Concat(
                FrameBuilder.Frame(Opcode.Binary, compressed[..(compressed.Length / 2)], fin: false, rsv: ReservedBits.Rsv1),
                FrameBuilder.Continuation(compressed[(compressed.Length / 2)..]));
            foreach (var piece in frames.Chunk(chop))
            {
                driver.Feed(piece);
            }

            Assert.True(message.AsSpan().SequenceEqual(driver.Body), "what was sent comes out");
            Assert.True(driver.IsComplete);
            Assert.InRange(driver.LargestPiece, message.Length == 0 ? 0 : 1, BodyReader.InflatedPieceSize);
        }
    }

    [Fact]
    public void A_compressed_message_waits_within_while_nobody_takes_pieces()
    {
        using var deflater = Codecs.Get(Codecs.Zlib).CreateDeflater(15);
        using var driver = new BodyDriver(inflater: new MessageInflater(Codecs.Pool(), 15, contextTakeover: true)) { PausesAfterPiece = true };
        var zeros = new byte[10 * BodyReader.InflatedPieceSize];
        var compressed = Codecs.Deflate(deflater, zeros, forget: false)[..^4];

        driver.Feed(FrameBuilder.Frame(Opcode.Binary, compressed, rsv: ReservedBits.Rsv1));
        var rounds = 0;
        while (!driver.IsComplete)
        {
            // The input is all taken, and yet there is something to wait for.
            Assert.Equal((ReadOutcome.DataPending, 0), (driver.Last, driver.Left));
            driver.IsPaused = false;
            driver.Feed();
            Assert.InRange(++rounds, 1, 20);
        }

        Assert.Equal(zeros.Length, driver.Body.Length);
        Assert.Equal(0, driver.Reader.BufferedBytes);
    }

    [Fact]
    public void The_limit_of_a_compressed_message_counts_what_comes_out()
    {
        using var deflater = Codecs.Get(Codecs.Zlib).CreateDeflater(15);
        using var driver = new BodyDriver(
            new BodyLimits(100_000, 100_000, 100_000), inflater: new MessageInflater(Codecs.Pool(), 15, contextTakeover: true));

        driver.Feed(FrameBuilder.Frame(Opcode.Binary, Codecs.Deflate(deflater, new byte[100_001], forget: false)[..^4], rsv: ReservedBits.Rsv1));

        Assert.EndsWith("Violation:MessageTooLarge", driver.Log, StringComparison.Ordinal);
        Assert.Equal(0, driver.Reader.BufferedBytes);
    }

    [Fact]
    public void Pieces_say_the_same_as_the_message_as_a_whole()
    {
        var random = new Random(5);
        for (var round = 0; round < 3_000; round++)
        {
            byte[] stream = [.. Enumerable.Range(0, random.Next(1, 6)).SelectMany(_ => RandomFrame(random))];
            int[] cuts = [.. Enumerable.Range(0, stream.Length).Where(_ => random.Next(4) == 0)];
            using var whole = new BodyDriver(BodyLimits.None, takesText: false, takesBinary: false);
            using var pieces = new BodyDriver(BodyLimits.None, takesText: true);
            var from = 0;
            foreach (var cut in cuts.Append(stream.Length))
            {
                whole.Feed(stream[from..cut]);
                pieces.Feed(stream[from..cut]);
                from = cut;
            }

            Assert.Equal(whole.Assembled, pieces.Assembled);
        }
    }

    private static byte[] RandomFrame(Random random)
    {
        var payload = new byte[random.Next(6)];
        random.NextBytes(payload);
        for (var i = 0; i < payload.Length; i++)
        {
            payload[i] = (byte)(random.Next(20) == 0 ? payload[i] : payload[i] & 0x7F);
        }

        var opcode = random.Next(10) switch { < 4 => Opcode.Continuation, < 7 => Opcode.Text, < 9 => Opcode.Binary, _ => Opcode.Ping };
        return FrameBuilder.Frame(opcode, payload, fin: random.Next(3) > 0 || opcode.IsControl);
    }

    /// <summary>Feeds a reader and writes down what it says.</summary>
    private sealed class BodyDriver(
        BodyLimits? limits = null, bool takesText = false, bool takesBinary = true, MessageInflater? inflater = null) : IDisposable
    {
        private readonly List<string> _log = [];
        private readonly List<string> _assembled = [];
        private readonly List<byte> _body = [];
        private byte[] _left = [];

        public MessageReader Reader { get; } = new(
            EndpointRole.Server,
            new ReceiveLimits(1 << 20, 1 << 20),
            inflater,
            ledger: null,
            takesText || takesBinary ? new BodyReader(takesText, takesBinary, limits ?? BodyLimits.None, inflater) : null);

        public bool IsPaused { get; set; }

        public bool PausesAfterPiece { get; init; }

        public bool IsComplete { get; private set; }

        public int LargestPiece { get; private set; }

        public int Left => _left.Length;

        public ReadOutcome Last { get; private set; }

        public string Log => string.Join(' ', _log);

        /// <summary>Whole messages, control frames and violations, however they came.</summary>
        public IReadOnlyList<string> Assembled => _assembled;

        public byte[] Body => [.. _body];

        public void Clear()
        {
            _log.Clear();
            _body.Clear();
            IsComplete = false;
        }

        public void Feed(params byte[][] frames)
        {
            Span<byte> input = [.. _left, .. frames.SelectMany(frame => frame)];
            while (true)
            {
                var result = Reader.Read(input, controlOnly: IsPaused);
                input = input[result.Consumed..];
                Last = result.Outcome;
                switch (result.Outcome)
                {
                    case ReadOutcome.NeedMore or ReadOutcome.DataPending:
                        _left = input.ToArray();
                        return;
                    case ReadOutcome.Discarded:
                        break;
                    case ReadOutcome.TextBody or ReadOutcome.BinaryBody:
                        _log.Add(result.Outcome.ToString());
                        _body.Clear();
                        break;
                    case ReadOutcome.BodyPiece:
                        _body.AddRange(result.Payload);
                        LargestPiece = Math.Max(LargestPiece, result.Payload.Length);
                        IsComplete = result.IsLast;
                        IsPaused |= PausesAfterPiece;
                        _log.Add((result.Payload.Length > 100 ? "..." : Convert.ToHexString(result.Payload)) + (result.IsLast ? "!" : ""));
                        if (result.IsLast)
                        {
                            _assembled.Add(Convert.ToHexString(Body));
                        }

                        break;
                    case ReadOutcome.Violation:
                        _log.Add($"Violation:{result.Violation.Rule}");
                        _assembled.Add(_log[^1]);
                        break;
                    default:
                        _log.Add($"{result.Outcome}:{Convert.ToHexString(result.Payload)}");
                        _assembled.Add((result.Outcome is ReadOutcome.Ping ? "Ping" : "") + Convert.ToHexString(result.Payload));
                        break;
                }
            }
        }

        public void Dispose() => Reader.Dispose();
    }
}
