using System.Text;
using Endpoints.Protocol;
using Endpoints.Protocol.Deflate;
using Endpoints.TestKit.Frames;

namespace Endpoints.Conformance.Tests.Differential;

/// <summary>
/// Compressed messages with something wrong in one of them, read by our reader and by the platform's server. Both must take the same
/// messages and stop at the same place, but for differences that docs/protocol.md has.
/// </summary>
public class CompressedVerdictTests
{
    private const int Streams = 150;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 20)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Damaged_messages_get_the_same_verdict(int seed)
    {
        var random = new Random(seed);
        var explained = 0;
        for (var i = 0; i < Streams; i++)
        {
            var agreement = Agreement.Next(random);
            var bytes = Stream(random, agreement);
            var ours = Verdicts.ReadOurs(bytes, out _, agreement);
            var theirs = await Verdicts.ReadTheirsAsync(bytes, agreement);
            if (IsCutBlock(ours, theirs, agreement))
            {
                explained++;
                continue;
            }

            Assert.True(
                ours.SequenceEqual(theirs),
                $"{agreement.Parameters} {Convert.ToHexString(bytes)}: ours [{string.Join("; ", ours)}], theirs [{string.Join("; ", theirs)}]");
        }

        Assert.True(explained < Streams / 4, $"{explained} of {Streams} streams are not compared to their end.");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_platform_takes_a_message_that_ends_within_a_block_and_we_refuse_it_where_we_can_tell(bool takeover)
    {
        // The first four of the seven bytes of "Hello" in RFC 7692 section 7.2.3.1.
        var bytes = FrameBuilder.Concat(
            FrameBuilder.Frame(Opcode.Text, [0xF2, 0x48, 0xCD, 0xC9], rsv: ReservedBits.Rsv1), FrameBuilder.Ping(new string('p', 125)));
        var agreement = new Agreement(new DeflateParameters(!takeover, !takeover, 15, 15), Threshold: 0);

        var theirs = await Verdicts.ReadTheirsAsync(bytes, agreement);

        Assert.StartsWith("Text 48656C", theirs[0], StringComparison.Ordinal);
        Assert.Equal(takeover ? theirs : [Verdicts.Refused], Verdicts.ReadOurs(bytes, out _, agreement));
    }

    /// <summary>The example of RFC 7692 section 7.2.3.4.</summary>
    [Fact]
    public async Task The_platform_refuses_a_final_block_that_the_RFC_allows_and_we_take_it()
    {
        byte[] final = [0xF3, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00, 0x00];
        var bytes = FrameBuilder.Concat(FrameBuilder.Frame(Opcode.Text, final, rsv: ReservedBits.Rsv1), FrameBuilder.Ping(new string('p', 125)));
        var agreement = new Agreement(new DeflateParameters(true, true, 15, 15), Threshold: 0);

        Assert.Equal(["Text 48656C6C6F", Verdicts.Done], Verdicts.ReadOurs(bytes, out _, agreement));
        Assert.Equal([Verdicts.Refused], await Verdicts.ReadTheirsAsync(bytes, agreement));
    }

    /// <summary>What senders put on the wire that pass on zlib's second flush in a row, which is nothing.</summary>
    [Fact]
    public async Task The_platform_loses_its_place_after_a_compressed_message_without_a_byte_and_we_do_not()
    {
        byte[] hello = [0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00];
        var bytes = FrameBuilder.Concat(
            FrameBuilder.Frame(Opcode.Text, [], rsv: ReservedBits.Rsv1),
            FrameBuilder.Frame(Opcode.Text, hello, rsv: ReservedBits.Rsv1),
            FrameBuilder.Ping(new string('p', 125)));
        var agreement = new Agreement(new DeflateParameters(false, false, 15, 15), Threshold: 0);

        Assert.Equal(["Text ", "Text 48656C6C6F", Verdicts.Done], Verdicts.ReadOurs(bytes, out _, agreement));
        Assert.Equal(["Text ", Verdicts.Refused], await Verdicts.ReadTheirsAsync(bytes, agreement));
    }

    /// <summary>Whether we refused a message that the platform took, of a client that forgets: see the test of that name.</summary>
    private static bool IsCutBlock(List<string> ours, List<string> theirs, Agreement agreement)
    {
        var at = ours.Count - 1;
        return agreement.Parameters.ClientNoContextTakeover
            && ours[at] == Verdicts.Refused
            && theirs.Count > at
            && theirs[at].StartsWith("Text ", StringComparison.Ordinal)
            && ours[..at].SequenceEqual(theirs[..at]);
    }

    private static byte[] Stream(Random random, Agreement agreement)
    {
        using var deflater = agreement.ToSettings().CreateDeflater(agreement.Parameters, EndpointRole.Client);
        var bytes = new List<byte>();
        var spoilt = random.Next(3);
        for (var i = 0; i < 3; i++)
        {
            var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat($"{random.Next(100)}\u20ac,", 1 + random.Next(40))));
            var compressed = default(MessageBuffer);
            var isCompressed = deflater.TryDeflate(text, ref compressed);
            byte[] payload = isCompressed ? [.. compressed.Written] : text;
            compressed.Release();
            if (i == spoilt)
            {
                Spoil(ref payload, random);
            }

            bytes.AddRange(FrameBuilder.Frame(Opcode.Text, payload, rsv: isCompressed ? ReservedBits.Rsv1 : ReservedBits.None));
        }

        return [.. bytes, .. FrameBuilder.Ping(new string('p', 125))];
    }

    /// <summary>Leaves a byte, and the bit that would make the first block a final one: both have tests of their own.</summary>
    private static void Spoil(ref byte[] payload, Random random)
    {
        switch (random.Next(3))
        {
            case 0:
                payload[random.Next(payload.Length)] ^= (byte)(2 << random.Next(7));
                break;
            case 1:
                payload = payload[..random.Next(1, payload.Length)];
                break;
            default:
                payload = [.. payload, (byte)(random.Next(128) << 1)];
                break;
        }
    }
}
