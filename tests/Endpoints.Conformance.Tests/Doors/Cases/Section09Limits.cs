using Endpoints.Protocol;
using Endpoints.TestKit.Frames;

namespace Endpoints.Conformance.Tests.Doors.Cases;

/// <summary>Large messages, and the limits (RFC 6455 section 10.4).</summary>
internal static class Section09Limits
{
    private const int Kilo = 1024;
    private const int Mega = 1024 * 1024;

    private static readonly Opcode[] DataOpcodes = [Opcode.Text, Opcode.Binary];

    public static IEnumerable<CaseGroup> Groups =>
    [
        new("9.1", "messages from 64 KiB to 16 MiB in one frame", "RFC 6455 5.2", [.. InOneFrame]),
        new("9.2", "4 MiB in fragments from 64 bytes to 4 MiB", "RFC 6455 5.4", [.. InFragments]),
        new("9.3", "1 MiB in pieces from 64 bytes to 2 KiB", "RFC 6455 5.2", [.. InPieces]),
        new("9.4", "16 MiB in pieces and in fragments from 64 bytes on", "RFC 6455 5.2, 5.4", [.. LargestInPieces]),
        new("9.5", "one byte past 16 MiB", "RFC 6455 10.4", [.. PastTheLargest]),
        new("9.6", "at the limit of a message, and one past it", "RFC 6455 10.4", [.. MessageLimit]),
        new("9.7", "at the limit of a frame, and one past it", "RFC 6455 10.4", [.. FrameLimit]),
        new("9.8", "five hundred messages, one after the other", "RFC 6455 6.1, 6.2", [.. OneByOne]),
        new("9.9", "a thousand messages, back to back", "RFC 6455 6.1, 6.2", [.. BackToBack]),
    ];

    private static IEnumerable<ConformanceCase> InOneFrame =>
        from opcode in DataOpcodes
        from size in new[] { 64 * Kilo, 256 * Kilo, Mega, 4 * Mega, 16 * Mega }
        select Large($"{opcode} of {size} bytes", opcode, size, size, 0);

    private static IEnumerable<ConformanceCase> InFragments =>
        from opcode in DataOpcodes
        from size in new[] { 64, 256, Kilo, 4 * Kilo, 16 * Kilo, 64 * Kilo, 256 * Kilo, Mega, 4 * Mega }
        select Large($"{opcode} in fragments of {size} bytes", opcode, 4 * Mega, size, 0);

    private static IEnumerable<ConformanceCase> InPieces =>
        from opcode in DataOpcodes
        from chop in new[] { 64, 128, 256, 512, Kilo, 2 * Kilo }
        select Large($"{opcode} in pieces of {chop} bytes", opcode, Mega, Mega, chop);

    private static IEnumerable<ConformanceCase> LargestInPieces =>
    [
        Large("binary in pieces of 64 bytes", Opcode.Binary, 16 * Mega, 16 * Mega, 64),
        Large("text in pieces of 1 KiB", Opcode.Text, 16 * Mega, 16 * Mega, Kilo),
        Large("text in pieces of 64 KiB", Opcode.Text, 16 * Mega, 16 * Mega, 64 * Kilo),
        Large("binary in fragments of 64 bytes", Opcode.Binary, 16 * Mega, 64, 0),
        Large("text in fragments of 1000 bytes", Opcode.Text, 16 * Mega, 1000, 0),
        Large("binary in fragments of 64 KiB in pieces of 1500 bytes", Opcode.Binary, 16 * Mega, 64 * Kilo, 1500),
    ];

    private static IEnumerable<ConformanceCase> PastTheLargest
    {
        get
        {
            foreach (var opcode in DataOpcodes)
            {
                yield return Case.FailsForGood($"{opcode} in one frame", 1009, FrameBuilder.Header(opcode, (16 * Mega) + 1));
                yield return new ConformanceCase($"{opcode} in two frames", () =>
                [
                    new Step.Send(FrameBuilder.Concat(
                        FrameBuilder.Frame(opcode, Samples.Text(16 * Mega), fin: false), FrameBuilder.Continuation([65]))),
                    new Step.ReceiveClose(1009),
                ])
                { Ending = Ending.Failed };
            }
        }
    }

    private static IEnumerable<ConformanceCase> MessageLimit
    {
        get
        {
            const int Limit = ConformanceEndpoints.SmallMessageLimit;
            foreach (var opcode in DataOpcodes)
            {
                foreach (var sizes in new int[][] { [500], [400, 600], [500, 500], [.. Enumerable.Repeat(1, 999)], [.. Enumerable.Repeat(100, 10)], [0, 500] })
                {
                    var name = $"{opcode} in {sizes.Length + 1} fragments, the first of {sizes[0]} bytes";
                    yield return Small(Case.EchoesFragments($"{name}, at the limit", opcode, Samples.Text(Limit), sizes));
                    yield return Small(Case.Fails($"{name}, one past it", 1009, FrameBuilder.Fragments(opcode, Samples.Text(Limit + 1), sizes)));
                    yield return Small(Case.Fails(
                        $"{name}, one past it, byte by byte", 1009, FrameBuilder.Fragments(opcode, Samples.Text(Limit + 1), sizes), chop: 1));
                }

                byte[] atTheLimit = FrameBuilder.Concat(
                    FrameBuilder.Frame(opcode, Samples.Text(500), fin: false), FrameBuilder.Continuation(Samples.Text(500), fin: false));
                yield return Small(Case.Answers(
                    $"{opcode} at the limit, with a ping and an empty fragment behind",
                    FrameBuilder.Concat(atTheLimit, FrameBuilder.Ping("p"), FrameBuilder.Continuation([])),
                    FrameBuilder.Concat(
                        FrameBuilder.Pong("p", mask: false), FrameBuilder.Frame(opcode, [.. Samples.Text(500), .. Samples.Text(500)], mask: false))));
                yield return Small(Case.FailsForGood(
                    $"{opcode} at the limit, and the head of one byte more", 1009, FrameBuilder.Concat(atTheLimit, FrameBuilder.Header(Opcode.Continuation, 1))));
                yield return Small(Case.Answers(
                    $"{opcode} at the limit, twice",
                    FrameBuilder.Concat(atTheLimit, FrameBuilder.Continuation([]), atTheLimit, FrameBuilder.Continuation([])),
                    FrameBuilder.Concat(
                        FrameBuilder.Frame(opcode, [.. Samples.Text(500), .. Samples.Text(500)], mask: false),
                        FrameBuilder.Frame(opcode, [.. Samples.Text(500), .. Samples.Text(500)], mask: false))));
            }
        }
    }

    private static IEnumerable<ConformanceCase> FrameLimit
    {
        get
        {
            const int Limit = ConformanceEndpoints.SmallFrameLimit;
            foreach (var opcode in DataOpcodes)
            {
                byte[] start = FrameBuilder.Frame(opcode, [65], fin: false);
                yield return Small(Case.Echoes($"{opcode} at the limit", opcode, Samples.Text(Limit)));
                yield return Small(Case.Echoes($"{opcode} at the limit, byte by byte", opcode, Samples.Text(Limit), chop: 1));
                yield return Small(Case.Fails($"{opcode} one past it", 1009, FrameBuilder.Frame(opcode, Samples.Text(Limit + 1))));
                yield return Small(Case.FailsForGood($"the head of a {opcode} one past it", 1009, FrameBuilder.Header(opcode, Limit + 1)));
                yield return Small(Case.EchoesFragments($"a continuation of a {opcode} at the limit", opcode, Samples.Text(Limit + 1), [1]));
                yield return Small(Case.Fails(
                    $"a continuation of a {opcode} one past it", 1009, FrameBuilder.Concat(start, FrameBuilder.Continuation(Samples.Text(Limit + 1)))));
            }
        }
    }

    private static IEnumerable<ConformanceCase> OneByOne =>
        from opcode in DataOpcodes
        from size in new[] { 0, 16, 64, 256, Kilo, 4 * Kilo }
        select new ConformanceCase($"{opcode} of {size} bytes", () => Enumerable.Range(0, 500).SelectMany(_ => new Step[]
        {
            new Step.Send(FrameBuilder.Frame(opcode, Samples.Text(size))),
            new Step.Receive(FrameBuilder.Frame(opcode, Samples.Text(size), mask: false)),
        }));

    private static IEnumerable<ConformanceCase> BackToBack =>
        from opcode in DataOpcodes
        from size in new[] { 0, 16, 125, 126, Kilo, 4 * Kilo }
        select new ConformanceCase($"{opcode} of {size} bytes", () =>
        [
            new Step.Send(FrameBuilder.Concat([.. Enumerable.Repeat(FrameBuilder.Frame(opcode, Samples.Text(size)), 1000)])),
            new Step.Receive(FrameBuilder.Concat([.. Enumerable.Repeat(FrameBuilder.Frame(opcode, Samples.Text(size), mask: false), 1000)])),
        ]);

    private static ConformanceCase Small(ConformanceCase scenario) => scenario with { Path = ConformanceEndpoints.SmallPath };

    /// <summary>Made when it is run, and not before: all of them together are hundreds of megabytes.</summary>
    private static ConformanceCase Large(string title, Opcode opcode, int size, int fragment, int chop) => new(title, () =>
    {
        byte[] payload = opcode == Opcode.Text ? Samples.Text(size) : Samples.Noise(size);
        return
        [
            new Step.Send(FrameBuilder.Fragments(opcode, payload, Samples.Sizes(size, fragment)), chop),
            new Step.Receive(FrameBuilder.Frame(opcode, payload, mask: false)),
        ];
    });
}
