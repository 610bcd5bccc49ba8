using Endpoints.Protocol;
using Endpoints.TestKit.Frames;

namespace Endpoints.Conformance.Tests.Doors.Cases;

/// <summary>Compressed messages, under all parameters (RFC 7692 sections 6 and 7.2).</summary>
internal static class Section12Compression
{
    private static readonly DeflateAgreement Plain = DeflateAgreement.All[0];
    private static readonly DeflateAgreement WithoutTakeover = DeflateAgreement.All[3];

    // RFC 7692 section 7.2.3: "Hello" in five forms.
    private static readonly byte[] Hello = Convert.FromHexString("F248CDC9C90700");
    private static readonly byte[] HelloAgain = Convert.FromHexString("F200110000");
    private static readonly byte[] HelloStored = Convert.FromHexString("000500FAFF48656C6C6F00");
    private static readonly byte[] HelloFinal = Convert.FromHexString("F348CDC9C9070000");
    private static readonly byte[] HelloInTwoBlocks = Convert.FromHexString("F248050000 00FFFFCAC9C90700".Replace(" ", "", StringComparison.Ordinal));

    public static IEnumerable<CaseGroup> Groups =>
    [
        new("12.1", "messages from 16 bytes to 128 KiB under all parameters", "RFC 7692 7.2", [.. UnderAllParameters]),
        new("12.2", "messages that grow when they are compressed", "RFC 7692 6.1, 7.2.1", [.. Growing]),
        new("12.3", "the examples of the RFC", "RFC 7692 7.2.3", [.. Examples]),
        new("12.4", "fragments of a compressed message", "RFC 7692 6.1, 6.2", [.. Fragments]),
        new("12.5", "control frames between fragments", "RFC 7692 6.1, 6.2", [.. ControlBetween]),
        new("12.6", "empty messages", "RFC 7692 7.2.3.6", [.. Empty]),
        new("12.7", "compressed and other messages in turns", "RFC 7692 6.1, 6.2", [.. InTurns]),
        new("12.8", "compressed messages in pieces of every size", "RFC 7692 6.2", [.. InPieces]),
        new("12.9", "large messages, and the limit after decompression", "RFC 7692 6.2, RFC 6455 10.4", [.. Large]),
    ];

    private static IEnumerable<ConformanceCase> UnderAllParameters =>
        from agreement in DeflateAgreement.All
        from size in new[] { 16, 64, 256, 1_024, 4_096, 8_192, 16_384, 32_768, 65_536, 131_072 }
        let count = Math.Clamp(200_000 / size, 4, 30)
        select agreement.Apply(new ConformanceCase($"{count} times {size} bytes; {agreement.Offer}", () =>
            Enumerable.Range(0, count).SelectMany(i => Both(i % 2 == 0 ? Opcode.Text : Opcode.Binary, Samples.Json(i, size)))));

    private static IEnumerable<ConformanceCase> Growing =>
        from agreement in DeflateAgreement.All
        from size in new[] { 1, 2, 300, 5_000, 70_000 }
        select agreement.Apply(new ConformanceCase($"{size} bytes of noise; {agreement.Offer}", () =>
            Enumerable.Range(0, 5).SelectMany(i => Both(Opcode.Binary, Samples.Noise(size, i)))));

    private static IEnumerable<ConformanceCase> Examples
    {
        get
        {
            Step hello = new Step.ReceiveMessage(Opcode.Text, "Hello"u8.ToArray());
            foreach (var agreement in new[] { Plain, WithoutTakeover })
            {
                foreach (var (name, bytes) in new[] { ("a compressed block", Hello), ("a stored block", HelloStored), ("a final block", HelloFinal), ("two blocks", HelloInTwoBlocks) })
                {
                    yield return agreement.Apply(new ConformanceCase($"{name}; {agreement.Offer}", new Step.Send(Compressed(bytes)), hello, new Step.Send(Compressed(bytes)), hello));
                    for (var cut = 0; cut <= bytes.Length; cut++)
                    {
                        yield return agreement.Apply(new ConformanceCase(
                            $"{name}, cut at {cut}; {agreement.Offer}", new Step.Send(Compressed(bytes, cut)), hello));
                    }
                }
            }

            yield return Plain.Apply(new ConformanceCase(
                "a second message that refers to the first", new Step.Send(FrameBuilder.Concat(Compressed(Hello), Compressed(HelloAgain))), hello, hello));
            yield return WithoutTakeover.Apply(new ConformanceCase(
                "the same without takeover is no data", new Step.Send(FrameBuilder.Concat(Compressed(Hello), Compressed(HelloAgain))), hello, new Step.ReceiveClose(1007))
            { Ending = Ending.Failed });
        }
    }

    private static IEnumerable<ConformanceCase> Fragments =>
        from agreement in DeflateAgreement.All
        from size in new[] { 1, 2, 3, 64, 1_000 }
        select agreement.Apply(new ConformanceCase($"of {size} bytes; {agreement.Offer}", () =>
            Enumerable.Range(0, 3).SelectMany(i => Both(Opcode.Text, Samples.Json(i, 2_000), [.. Enumerable.Repeat(size, 100)]))));

    private static IEnumerable<ConformanceCase> ControlBetween =>
        from agreement in DeflateAgreement.All
        from chop in new[] { 0, 1 }
        select agreement.Apply(new ConformanceCase($"in pieces of {chop}; {agreement.Offer}", () => Enumerable.Range(0, 3).SelectMany(i => new Step[]
        {
            new Step.SendCompressed(Opcode.Text, Samples.Json(i, 2_000), 10, 10, 10) { Between = FrameBuilder.Ping("between"), Chop = chop },
            new Step.Receive(FrameBuilder.Concat([.. Enumerable.Repeat(FrameBuilder.Pong("between", mask: false), 3)])),
            new Step.ReceiveMessage(Opcode.Text, Samples.Json(i, 2_000)),
        })));

    private static IEnumerable<ConformanceCase> Empty
    {
        get
        {
            foreach (var agreement in DeflateAgreement.All)
            {
                foreach (var opcode in new[] { Opcode.Text, Opcode.Binary })
                {
                    yield return agreement.Apply(new ConformanceCase($"{opcode}, compressed; {agreement.Offer}", () =>
                        [.. Both(opcode, []), .. Both(opcode, "something"u8.ToArray()), .. Both(opcode, [])]));
                    yield return agreement.Apply(new ConformanceCase(
                        $"{opcode}, one zero byte; {agreement.Offer}",
                        new Step.Send(FrameBuilder.Frame(opcode, [0], rsv: ReservedBits.Rsv1)),
                        new Step.ReceiveMessage(opcode, [])));
                    yield return agreement.Apply(new ConformanceCase(
                        $"{opcode}, not compressed; {agreement.Offer}",
                        new Step.Send(FrameBuilder.Frame(opcode, [])),
                        new Step.ReceiveMessage(opcode, [])));
                }
            }
        }
    }

    private static IEnumerable<ConformanceCase> InTurns =>
        from agreement in DeflateAgreement.All
        from size in new[] { 50, 500, 40_000 }
        select agreement.Apply(new ConformanceCase($"{size} bytes; {agreement.Offer}", () => Enumerable.Range(0, 6).SelectMany(i => i % 2 == 0
            ? Both(Opcode.Text, Samples.Json(i, size))
            : [new Step.Send(FrameBuilder.Text(Samples.Json(i, size))), new Step.ReceiveMessage(Opcode.Text, Samples.Json(i, size))])));

    private static IEnumerable<ConformanceCase> InPieces =>
        from agreement in new[] { Plain, WithoutTakeover }
        from chop in Enumerable.Range(1, 20)
        select agreement.Apply(new ConformanceCase($"of {chop}; {agreement.Offer}", () => Enumerable.Range(0, 3).SelectMany(i => new Step[]
        {
            new Step.SendCompressed(Opcode.Text, Samples.Json(i, 1_500), 33, 1, 0, 50) { Chop = chop },
            new Step.ReceiveMessage(Opcode.Text, Samples.Json(i, 1_500)),
        })));

    private static IEnumerable<ConformanceCase> Large
    {
        get
        {
            foreach (var agreement in new[] { Plain, WithoutTakeover })
            {
                yield return agreement.Apply(new ConformanceCase($"1 MiB of JSON, twice; {agreement.Offer}", () =>
                    [.. Both(Opcode.Text, Samples.Json(0, 1 << 20)), .. Both(Opcode.Text, Samples.Json(5, 1 << 20))]));
                yield return agreement.Apply(new ConformanceCase($"16 MiB of zeros; {agreement.Offer}", () =>
                    Both(Opcode.Binary, new byte[ConformanceEndpoints.EchoLimit])));
                yield return agreement.Apply(new ConformanceCase($"16 MiB of zeros and one more; {agreement.Offer}", () =>
                    [new Step.SendCompressed(Opcode.Binary, new byte[ConformanceEndpoints.EchoLimit + 1]), new Step.ReceiveClose(1009)])
                { Ending = Ending.Failed });
                foreach (var fragments in new int[][] { [], [1, 1, 1] })
                {
                    yield return agreement.Apply(new ConformanceCase(
                        $"at a small limit, in {fragments.Length + 1}; {agreement.Offer}",
                        () => Both(Opcode.Binary, new byte[ConformanceEndpoints.SmallMessageLimit], fragments))
                    { Path = ConformanceEndpoints.SmallPath });
                    yield return agreement.Apply(new ConformanceCase(
                        $"one past a small limit, in {fragments.Length + 1}; {agreement.Offer}",
                        () => [new Step.SendCompressed(Opcode.Binary, new byte[ConformanceEndpoints.SmallMessageLimit + 1], fragments), new Step.ReceiveClose(1009)])
                    { Path = ConformanceEndpoints.SmallPath, Ending = Ending.Failed });
                }
            }
        }
    }

    private static Step[] Both(Opcode opcode, byte[] payload, params int[] fragments) =>
        [new Step.SendCompressed(opcode, payload, fragments), new Step.ReceiveMessage(opcode, payload)];

    private static byte[] Compressed(byte[] payload) => FrameBuilder.Frame(Opcode.Text, payload, rsv: ReservedBits.Rsv1);

    private static byte[] Compressed(byte[] payload, int cut) => FrameBuilder.Concat(
        FrameBuilder.Frame(Opcode.Text, payload[..cut], fin: false, rsv: ReservedBits.Rsv1), FrameBuilder.Continuation(payload[cut..]));
}
