using Endpoints.Protocol;
using Endpoints.Protocol.Deflate;
using Endpoints.TestKit.Frames;

namespace Endpoints.Runtime.Tests.Protocol.Deflate;

/// <summary>Whatever a peer sends as compressed: the events are the same however it is chopped and whichever codec reads it.</summary>
public class SpoiltMessageTests
{
    private const int MaxMessageSize = 3_000;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Spoilt_messages_give_the_same_events_in_all_pieces_and_codecs(bool contextTakeover)
    {
        var violations = new HashSet<ProtocolRule>();
        var messages = 0;
        for (var seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            var stream = NextStream(random);

            var whole = Read(Codecs.Zlib, contextTakeover, stream, stream.Length);
            Assert.Equal(whole, Read(Codecs.Zlib, contextTakeover, stream, 1));
            Assert.Equal(whole, Read(Codecs.Zlib, contextTakeover, stream, random.Next(2, 200)));
            Assert.Equal(whole, Read(Codecs.DeflateStream, contextTakeover, stream, stream.Length));

            violations.UnionWith(whole.Select(found => found.Rule));
            messages += whole.Count(found => found.Outcome is ReadOutcome.Text or ReadOutcome.Binary);
        }

        // The streams are worth something: all that can go wrong does, and much does not.
        ProtocolRule[] expected =
            [ProtocolRule.None, ProtocolRule.TextNotUtf8, ProtocolRule.MessageTooLarge, ProtocolRule.CompressedDataInvalid];
        Assert.Equal(expected, violations.Order());
        Assert.InRange(messages, 400, 4 * 400);
    }

    private static IReadOnlyList<ReaderEvent> Read(string codec, bool contextTakeover, byte[] stream, int piece)
    {
        var inflater = new MessageInflater(Codecs.Pool(codec), 15, contextTakeover);
        using var driver = new ReaderDriver(EndpointRole.Server, new ReceiveLimits(MaxMessageSize, MaxMessageSize), inflater);
        foreach (var bytes in stream.Chunk(piece))
        {
            driver.Feed(bytes);
        }

        return driver.Events;
    }

    /// <summary>Four messages, each in one frame or two; some cut short, with a flipped bit, or of bytes that were never compressed.</summary>
    private static byte[] NextStream(Random random)
    {
        using var deflater = new ZlibCodec().CreateDeflater(15);
        var frames = new List<byte[]>();
        for (var i = 0; i < 4; i++)
        {
            var payload = Codecs.Deflate(deflater, NextMessage(random), forget: random.Next(2) == 0)[..^4];
            switch (random.Next(10))
            {
                case 0:
                    payload[random.Next(payload.Length)] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    payload = payload[..random.Next(payload.Length)];
                    break;
                case 2:
                    payload = Codecs.Noise(random.Next(50), random.Next());
                    break;
            }

            var opcode = random.Next(2) == 0 ? Opcode.Text : Opcode.Binary;
            var cut = random.Next(payload.Length + 1);
            frames.Add(FrameBuilder.Frame(opcode, payload[..cut], fin: false, rsv: ReservedBits.Rsv1));
            frames.Add(FrameBuilder.Continuation(payload[cut..]));
        }

        return FrameBuilder.Concat([.. frames]);
    }

    private static byte[] NextMessage(Random random)
    {
        var length = random.Next(MaxMessageSize + 100);
        return [.. Enumerable.Range(0, length).Select(_ => (byte)('a' + random.Next(6)))];
    }
}
