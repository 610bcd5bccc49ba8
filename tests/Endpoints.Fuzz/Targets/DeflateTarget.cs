using System.Numerics;
using Endpoints.Connections.Compression;
using Endpoints.Fuzz.Engine;
using Endpoints.Protocol;
using Endpoints.Protocol.Deflate;
using Endpoints.TestKit.Frames;
using static Endpoints.Fuzz.Engine.BrokenInvariantException;

namespace Endpoints.Fuzz.Targets;

/// <summary>
/// permessage-deflate. The first byte of an input says what was agreed on and how the rest is read: as a stream of frames, or as
/// compressed messages one after the other. Either way the events are the same in all pieces, fragments and codecs, assembled or
/// read while they arrive, and memory is within the limits. At last the input is taken for messages to compress, which have to come back.
/// </summary>
internal sealed class DeflateTarget : FuzzTarget
{
    private const int MaxMessageSize = 1500;
    private const int Capacity = 4;

    private const byte Takeover = 1;
    private const byte Text = 2;
    private const byte Stream = 4;

    private static readonly ReceiveLimits Limits = new(MaxMessageSize, MaxMessageSize);

    private static readonly byte[] Bomb = [0x4A, 0x4C, 0x1C, 0x05, 0xA3, 0x60, 0x14, 0x8C, 0x82, 0x51, 0x30, 0xEC, 0x00, 0x00];
    private static readonly byte[] LargestMessage = [.. Bomb[..^3], 0xDC, 0x00, 0x00];

    // 348 bytes of JSON-like text in a block with a Huffman code of its own.
    private static readonly byte[] Dynamic = Convert.FromHexString(
        "54D03D0AC2401005E0BB4CBD0E3BFBBFE91283209A28FE616BB011158B5412D2781E4FE5494CB19BB0DD141F8FF7A683F6FD6C5E0FC8A0DA2F0EC0A0B95D21E3C8"
        + "39834B7B878C86B367DDE4F27CBB8E4E5A2419A074287C2257BB73C6B9F692476F150A13BCD5A85DE27F9FEFAC38D665D44484D2C71E24D0D9C4D7A7321FAD72A8"
        + "45B4CA2399B47535C53A8D4647EA0C2A9DD0CD6E3E0E1402AD0B5448B42A91CBA28A507BF414A019DE277BF607");

    // The examples of RFC 7692 section 7.2.3.
    private static readonly byte[] Hello = [0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00];
    private static readonly byte[] HelloAgain = [0xF2, 0x00, 0x11, 0x00, 0x00];
    private static readonly byte[] Stored = [0x00, 0x05, 0x00, 0xFA, 0xFF, .. "Hello"u8, 0x00];
    private static readonly byte[] Final = [0xF3, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00, 0x00];
    private static readonly byte[] TwoBlocks = [0xF2, 0x48, 0x05, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xCA, 0xC9, 0xC9, 0x07, 0x00];

    private static readonly DeflateContextPool Zlib = new(new ZlibCodec(), Capacity);
    private static readonly DeflateContextPool Managed = new(new DeflateStreamCodec(), Capacity);

    public override string Name => "deflate";

    public override int MaxInputLength => 1024;

    public override IReadOnlyList<byte[]> Dictionary { get; } =
    [
        Hello, HelloAgain, Stored, Final, TwoBlocks, Bomb, LargestMessage, [0x00], [0x00, 0x00, 0xFF, 0xFF], [0x01, 0x00, 0x00, 0xFF, 0xFF], [0x03, 0x00],
        Compressed(Opcode.Text, Hello), Compressed(Opcode.Binary, HelloAgain), Compressed(Opcode.Binary, []), FrameBuilder.Text("plain"),
        Compressed(Opcode.Text, Hello[..3], fin: false), FrameBuilder.Continuation(Hello[3..]), FrameBuilder.Continuation([], fin: false),
        Compressed(Opcode.Continuation, [0]), Compressed(Opcode.Ping, []), FrameBuilder.Ping("p"), FrameBuilder.Close(1000), [Separator, Separator],
    ];

    /// <summary>Two of them end a message where an input is read as messages.</summary>
    private static byte Separator => 0xA5;

    public override IEnumerable<(string Name, byte[] Input)> Seeds() =>
    [
        ("rfc7692-7.2.3.1", [Text, .. Hello]),
        ("rfc7692-7.2.3.2", [Text | Takeover, .. Hello, Separator, Separator, .. HelloAgain]),
        ("rfc7692-7.2.3.2-without-takeover", [Text, .. Hello, Separator, Separator, .. HelloAgain]),
        ("rfc7692-7.2.3.3", [Text, .. Stored]),
        ("rfc7692-7.2.3.4", [Text, .. Final, Separator, Separator, .. Hello]),
        ("rfc7692-7.2.3.5", [Text, .. TwoBlocks]),
        ("rfc7692-7.2.3.6", [Takeover, 0x00, Separator, Separator, .. Hello]),
        ("message-at-limit", [0, .. LargestMessage]),
        ("message-past-limit", [0, .. Bomb]),
        ("dynamic-block", [Text | Takeover, .. Dynamic]),
        ("small-window", [Takeover | (1 << 4), .. Dynamic, Separator, Separator, .. Dynamic]),
        ("cut-short", [Text, .. Dynamic[..40]]),
        ("reserved-block", [0, 0x07]),
        ("nothing-to-refer-to", [0, .. HelloAgain]),
        ("not-utf8", [Text, 0x00, 0x02, 0x00, 0xFD, 0xFF, 0xC3, 0x28, 0x00]),
        ("stream-fragments", [Stream, .. Compressed(Opcode.Text, Hello[..3], fin: false), .. FrameBuilder.Ping("1"), .. FrameBuilder.Continuation(Hello[3..])]),
        ("stream-mixed", [Stream | Takeover, .. Compressed(Opcode.Text, Hello), .. FrameBuilder.Text("plain"), .. Compressed(Opcode.Text, HelloAgain), .. FrameBuilder.Close(1000)]),
        ("stream-empty", [Stream, .. Compressed(Opcode.Binary, []), .. Compressed(Opcode.Binary, [0])]),
        ("stream-rsv1-on-control", [Stream, .. Compressed(Opcode.Ping, [])]),
        ("stream-rsv1-on-continuation", [Stream, .. Compressed(Opcode.Text, Hello[..3], fin: false), .. Compressed(Opcode.Continuation, Hello[3..])]),
    ];

    public override ulong Run(ReadOnlySpan<byte> input)
    {
        var behavior = new Behavior();
        if (input.IsEmpty)
        {
            return behavior.Value;
        }

        var random = FuzzRandom.From(input);
        var rest = input[1..].ToArray();
        var takeover = (input[0] & Takeover) != 0;
        var windowBits = 15 - ((input[0] >> 4) % 7);
        if ((input[0] & Stream) != 0)
        {
            ReadStream(rest, windowBits, takeover, ref random, ref behavior);
        }
        else
        {
            ReadMessages(rest, (input[0] & Text) != 0, windowBits, takeover, ref random, ref behavior);
        }

        DeflateRoundTrip.Check(rest, Zlib, windowBits, takeover, ref random, ref behavior);
        return behavior.Value;
    }

    private static void ReadStream(byte[] stream, int windowBits, bool takeover, ref FuzzRandom random, ref Behavior behavior)
    {
        var whole = Read(Zlib, [stream], windowBits, takeover);
        Compare(whole, Read(Zlib, Pieces.Chop(stream, 1 + random.Next(60), ref random), windowBits, takeover), "chopped");
        Compare(whole, Read(Zlib, Pieces.Chop(stream, 2, ref random), windowBits, takeover), "chopped finely");
        CompareBodies(whole, stream, windowBits, takeover, ref random);
        CompareWithManaged(whole, stream, windowBits, takeover);
        Note(whole, ref behavior);
    }

    private static void ReadMessages(byte[] input, bool isText, int windowBits, bool takeover, ref FuzzRandom random, ref Behavior behavior)
    {
        var opcode = isText ? Opcode.Text : Opcode.Binary;
        var messages = Split(input);
        byte[] single = [.. messages.SelectMany(message => Compressed(opcode, message))];
        var whole = Read(Zlib, [single], windowBits, takeover);
        for (var largest = 1; largest <= 100; largest = (largest * 7) + random.Next(7))
        {
            var fragmented = new List<byte>();
            foreach (var message in messages)
            {
                fragmented.AddRange(Fragment(opcode, message, largest, ref random));
            }

            Compare(whole, Read(Zlib, Pieces.Chop([.. fragmented], 1 + random.Next(50), ref random), windowBits, takeover), $"fragments of up to {largest}");
        }

        CompareBodies(whole, single, windowBits, takeover, ref random);
        CompareWithManaged(whole, single, windowBits, takeover);
        Note(whole, ref behavior);
    }

    /// <summary>
    /// What is read while it arrives is the same. A text that is too large and not UTF-8 may be refused for either: pieces have other sizes.
    /// </summary>
    private static void CompareBodies(List<ReaderEvent> whole, byte[] stream, int windowBits, bool takeover, ref FuzzRandom random)
    {
        foreach (var pieces in (IEnumerable<List<byte[]>>)[[stream], Pieces.Chop(stream, 1 + random.Next(60), ref random)])
        {
            LeaveTraces(Zlib, windowBits, pieces.Count);
            var run = BodyRun.Read(EndpointRole.Server, Limits, pieces, random.OneIn(2), new MessageInflater(Zlib, windowBits, takeover));
            Compare(Blur(whole), Blur(run.Messages), "read while they arrive");
        }

        static List<ReaderEvent> Blur(List<ReaderEvent> events) =>
            [.. events.Select(read => read.Rule == ProtocolRule.TextNotUtf8 ? read with { Rule = ProtocolRule.MessageTooLarge } : read)];
    }

    /// <summary>The other codec says the same, where it has the window that was agreed on.</summary>
    private static void CompareWithManaged(List<ReaderEvent> whole, byte[] stream, int windowBits, bool takeover)
    {
        if (windowBits == DeflateParameters.LargestWindowBits)
        {
            Compare(whole, Read(Managed, [stream], windowBits, takeover), "by the managed codec");
        }
    }

    private static List<ReaderEvent> Read(DeflateContextPool pool, List<byte[]> pieces, int windowBits, bool takeover)
    {
        // Another session has used the context; nothing of that may be seen. How much it has read differs from one call to the next.
        LeaveTraces(pool, windowBits, pieces.Count);
        using var driver = new ReaderDriver(EndpointRole.Server, Limits, new MessageInflater(pool, windowBits, takeover));
        foreach (var piece in pieces)
        {
            driver.Feed(piece);
            Demand(driver.Reader.BufferedBytes <= BitOperations.RoundUpToPowerOf2((uint)MaxMessageSize), "memory within the limit");
        }

        if (driver.Events.Any(read => read.Outcome is ReadOutcome.Close or ReadOutcome.Violation))
        {
            Same(0, driver.Reader.BufferedBytes, "memory after the end");
        }

        driver.Dispose();
        Same(0, driver.Reader.BufferedBytes, "memory after dispose");
        return [.. driver.Events];
    }

    private static void LeaveTraces(DeflateContextPool pool, int windowBits, int seed)
    {
        var inflater = pool.RentInflater(windowBits);
        Span<byte> room = stackalloc byte[64];
        ReadOnlySpan<byte> trace = (seed % 3) switch { 0 => Stored, 1 => Hello.AsSpan(0, 5), _ => Bomb };
        inflater.Inflate(trace, room, out _, out _);
        pool.Return(inflater);
    }

    private static List<byte[]> Split(byte[] input)
    {
        var messages = new List<byte[]>();
        ReadOnlySpan<byte> separator = [Separator, Separator];
        var start = 0;
        for (int length; (length = input.AsSpan(start).IndexOf(separator)) >= 0; start += length + separator.Length)
        {
            messages.Add(input[start..(start + length)]);
        }

        messages.Add(input[start..]);
        return messages;
    }

    private static byte[] Compressed(Opcode opcode, byte[] payload, bool fin = true) => FrameBuilder.Frame(opcode, payload, fin, rsv: ReservedBits.Rsv1);

    private static byte[] Fragment(Opcode opcode, byte[] payload, int largest, ref FuzzRandom random)
    {
        var pieces = Pieces.Chop(payload, largest, ref random);
        pieces.Insert(random.Next(pieces.Count + 1), []);
        return FrameBuilder.Concat([.. pieces.Select((piece, i) => FrameBuilder.Frame(
            i == 0 ? opcode : Opcode.Continuation,
            piece,
            fin: i == pieces.Count - 1,
            rsv: i == 0 ? ReservedBits.Rsv1 : ReservedBits.None))]);
    }

    private static void Note(List<ReaderEvent> events, ref Behavior behavior)
    {
        foreach (var read in events)
        {
            behavior.Add((int)read.Outcome);
            behavior.Add((int)read.Rule);
            behavior.AddSize(read.Payload.Length);
        }
    }

    private static void Compare(List<ReaderEvent> expected, List<ReaderEvent> actual, string how) =>
        Demand(expected.SequenceEqual(actual), $"{how}: {string.Join(", ", expected)} became {string.Join(", ", actual)}");
}
