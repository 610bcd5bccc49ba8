using Endpoints.Fuzz.Engine;
using Endpoints.Protocol;
using Endpoints.Protocol.Deflate;
using Endpoints.TestKit.Frames;
using static Endpoints.Fuzz.Engine.BrokenInvariantException;

namespace Endpoints.Fuzz.Targets;

/// <summary>Any messages through <see cref="MessageDeflater"/>, in any frames, and through a reader: the same messages come out.</summary>
internal static class DeflateRoundTrip
{
    /// <summary>zlib's smallest window when it compresses.</summary>
    private const int SmallestWindowBits = 9;

    // A stored block takes 5 bytes more than what is in it; zlib may write several, and a fixed code is at most one eighth longer.
    private const int MostGrowth = 64;

    public static void Check(byte[] input, DeflateContextPool pool, int windowBits, bool takeover, ref FuzzRandom random, ref Behavior behavior)
    {
        var messages = MakeMessages(input, ref random);
        windowBits = Math.Max(windowBits, SmallestWindowBits);
        var threshold = random.OneIn(2) ? 0 : random.Next(64);
        using var deflater = new MessageDeflater(pool, windowBits, takeover, threshold);
        var limit = Math.Max(1, messages.Max(message => message.Length));
        using var driver = new ReaderDriver(EndpointRole.Server, new ReceiveLimits(limit, limit), new MessageInflater(pool, windowBits, takeover));
        var expected = new List<ReaderEvent>();
        foreach (var message in messages)
        {
            var isText = Utf8Validator.IsValid(message);
            expected.Add(new ReaderEvent(isText ? ReadOutcome.Text : ReadOutcome.Binary, Convert.ToHexString(message)));
            var payload = Deflate(deflater, message, threshold, takeover, out var isCompressed);
            behavior.Add(isCompressed);
            foreach (var piece in Pieces.Chop(Frames(payload, isText, isCompressed, ref random), 1 + random.Next(300), ref random))
            {
                driver.Feed(piece);
            }
        }

        Demand(expected.SequenceEqual(driver.Events), $"round trip: {string.Join(", ", expected)} became {string.Join(", ", driver.Events)}");
        Same(0, driver.RemainderLength, "what is left over");
    }

    private static byte[] Deflate(MessageDeflater deflater, byte[] message, int threshold, bool takeover, out bool isCompressed)
    {
        var compressed = default(MessageBuffer);
        try
        {
            isCompressed = deflater.TryDeflate(message, ref compressed);
            Demand(!isCompressed || (message.Length > 0 && message.Length >= threshold), "small messages are left alone");
            Demand(!isCompressed || takeover || compressed.Length < message.Length, "what grew is sent only for the window's sake");
            Demand(compressed.Length <= message.Length + (message.Length / 8) + MostGrowth, "growth is bounded");
            return isCompressed ? compressed.Written.ToArray() : message;
        }
        finally
        {
            compressed.Release();
        }
    }

    /// <summary>The input in up to four messages, now and then one of them many times over: something to refer to.</summary>
    private static List<byte[]> MakeMessages(byte[] input, ref FuzzRandom random)
    {
        var messages = new List<byte[]>();
        for (var at = 0; messages.Count < 3 && at < input.Length;)
        {
            var end = at + random.Next(input.Length - at + 1);
            byte[] part = input[at..end];
            messages.Add(random.OneIn(8) ? [.. Enumerable.Repeat(part, 1 + random.Next(20)).SelectMany(bytes => bytes)] : part);
            at = end + (random.OneIn(3) ? 0 : 1);
        }

        messages.Add(random.OneIn(2) ? input : []);
        return messages;
    }

    private static byte[] Frames(byte[] payload, bool isText, bool isCompressed, ref FuzzRandom random)
    {
        var pieces = random.OneIn(3) || payload.Length == 0 ? [payload] : Pieces.Chop(payload, 1 + random.Next(payload.Length), ref random);
        return FrameBuilder.Concat([.. pieces.Select((piece, i) => FrameBuilder.Frame(
            i > 0 ? Opcode.Continuation : isText ? Opcode.Text : Opcode.Binary,
            piece,
            fin: i == pieces.Count - 1,
            rsv: i == 0 && isCompressed ? ReservedBits.Rsv1 : ReservedBits.None))]);
    }
}
