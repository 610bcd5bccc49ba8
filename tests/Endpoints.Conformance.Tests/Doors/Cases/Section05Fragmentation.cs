using Endpoints.Protocol;
using Endpoints.TestKit.Frames;

namespace Endpoints.Conformance.Tests.Doors.Cases;

/// <summary>Messages in several frames, and control frames between them (RFC 6455 sections 5.4 and 5.5).</summary>
internal static class Section05Fragmentation
{
    private static readonly Opcode[] DataOpcodes = [Opcode.Text, Opcode.Binary];
    private static readonly byte[] Word = "frägmé"u8.ToArray();

    public static IEnumerable<CaseGroup> Groups =>
    [
        new("5.1", "control frames in fragments", "RFC 6455 5.5", [.. FragmentedControl]),
        new("5.2", "every way to cut eight bytes", "RFC 6455 5.4", [.. EveryCut]),
        new("5.3", "empty fragments", "RFC 6455 5.4", [.. EmptyFragments]),
        new("5.4", "control frames between fragments", "RFC 6455 5.4", [.. ControlBetween]),
        new("5.5", "continuations of nothing", "RFC 6455 5.4", [.. NothingToContinue]),
        new("5.6", "a message within a message", "RFC 6455 5.4", [.. Interleaved]),
        new("5.7", "a close between fragments", "RFC 6455 5.4, 5.5.1", [.. CloseBetween]),
        new("5.8", "fragments at the boundaries of the length forms", "RFC 6455 5.2, 5.4", [.. LongFragments]),
    ];

    private static IEnumerable<ConformanceCase> FragmentedControl
    {
        get
        {
            foreach (var opcode in new[] { Opcode.Ping, Opcode.Pong })
            {
                byte[] first = FrameBuilder.Frame(opcode, [1], fin: false);
                yield return Case.Fails($"{opcode}", 1002, first);
                yield return Case.Fails($"{opcode}, empty", 1002, FrameBuilder.Frame(opcode, [], fin: false));
                yield return Case.Fails($"{opcode} and its continuation", 1002, FrameBuilder.Concat(first, FrameBuilder.Continuation([2])));
                yield return Case.FailsBetween($"{opcode} among good frames", 1002, first);
                yield return Case.Fails($"{opcode} between fragments", 1002, FrameBuilder.Concat(FrameBuilder.Text("a", fin: false), first));
            }

            yield return Case.RefusesClose("close", 1002, FrameBuilder.Frame(Opcode.Close, [3, 232], fin: false));
        }
    }

    private static IEnumerable<ConformanceCase> EveryCut =>
        from opcode in DataOpcodes
        from cuts in Enumerable.Range(0, 1 << (Word.Length - 1))
        select Case.EchoesFragments($"{opcode}, cut as {cuts:B7}", opcode, Word, SizesOf(cuts), chop: cuts % 3);

    private static IEnumerable<ConformanceCase> EmptyFragments
    {
        get
        {
            foreach (var opcode in DataOpcodes)
            {
                foreach (var sizes in new int[][] { [0], [0, 8], [8], [4, 0], [4, 0, 0, 0], [0, 4, 0, 4, 0], [.. Enumerable.Repeat(0, 100)] })
                {
                    yield return Case.EchoesFragments($"{opcode} in {string.Join(", ", sizes.Take(8))} and the rest", opcode, Word, sizes);
                }

                yield return Case.EchoesFragments($"{opcode}, nothing in two", opcode, [], [0]);
                yield return Case.EchoesFragments($"{opcode}, nothing in 1000", opcode, [], [.. Enumerable.Repeat(0, 999)]);
            }
        }
    }

    private static IEnumerable<ConformanceCase> ControlBetween
    {
        get
        {
            byte[] ping = FrameBuilder.Ping("between");
            byte[] pong = FrameBuilder.Pong("between", mask: false);
            foreach (var opcode in DataOpcodes)
            {
                byte[] echo = FrameBuilder.Frame(opcode, Word, mask: false);
                for (var count = 1; count < Word.Length; count++)
                {
                    byte[][] fragments =
                    [
                        .. Enumerable.Range(0, count + 1).Select(i => FrameBuilder.Frame(
                            i == 0 ? opcode : Opcode.Continuation, i < count ? Word[i..(i + 1)] : Word[count..], fin: i == count)),
                    ];
                    foreach (var chop in new[] { 0, 1 })
                    {
                        yield return Case.Answers(
                            $"{opcode} in {count + 1}, a ping behind each but the last, in pieces of {chop}",
                            FrameBuilder.Concat([.. fragments.SelectMany((fragment, i) => i < count ? [fragment, ping] : new[] { fragment })]),
                            FrameBuilder.Concat([.. Enumerable.Repeat(pong, count), echo]),
                            chop);
                    }
                }

                byte[] first = FrameBuilder.Frame(opcode, Word[..2], fin: false);
                byte[] last = FrameBuilder.Continuation(Word[2..]);
                byte[] largest = Samples.Noise(125);
                yield return Case.Answers(
                    $"{opcode}, a ping of 125 bytes between",
                    FrameBuilder.Concat(first, FrameBuilder.Frame(Opcode.Ping, largest), last),
                    FrameBuilder.Concat(FrameBuilder.Frame(Opcode.Pong, largest, mask: false), echo));
                yield return Case.Answers(
                    $"{opcode}, ten pings between",
                    FrameBuilder.Concat([first, .. Enumerable.Repeat(ping, 10), last]),
                    FrameBuilder.Concat([.. Enumerable.Repeat(pong, 10), echo]));
                yield return Case.Answers(
                    $"{opcode}, pongs between", FrameBuilder.Concat(first, FrameBuilder.Pong(), FrameBuilder.Pong("x"), last), echo);
                yield return new ConformanceCase(
                    $"{opcode}, the pong comes before the message is whole",
                    new Step.Send(FrameBuilder.Concat(first, ping)),
                    new Step.Receive(pong),
                    new Step.Send(last),
                    new Step.Receive(echo));
                yield return Case.FailsForGood(
                    $"{opcode}, a ping of 126 bytes between", 1002, FrameBuilder.Concat(first, FrameBuilder.Frame(Opcode.Ping, new byte[126])));
            }
        }
    }

    private static IEnumerable<ConformanceCase> NothingToContinue
    {
        get
        {
            foreach (var fin in new[] { false, true })
            {
                foreach (var payload in new byte[][] { [], [1] })
                {
                    byte[] frame = FrameBuilder.Continuation(payload, fin);
                    yield return Case.Fails($"FIN {fin}, {payload.Length} bytes, as the first frame", 1002, frame);
                    yield return Case.FailsBetween($"FIN {fin}, {payload.Length} bytes, behind a message", 1002, frame);
                    yield return Case.Fails(
                        $"FIN {fin}, {payload.Length} bytes, then a good message", 1002, FrameBuilder.Concat(frame, Case.Good), chop: 1);
                    yield return new ConformanceCase(
                        $"FIN {fin}, {payload.Length} bytes, behind a fragmented message",
                        new Step.Send(FrameBuilder.Concat(FrameBuilder.Fragments(Opcode.Text, "good"u8.ToArray(), [2]), frame)),
                        new Step.Receive(Case.GoodEcho),
                        new Step.ReceiveClose(1002))
                    { Ending = Ending.Failed };
                }
            }
        }
    }

    private static IEnumerable<ConformanceCase> Interleaved =>
        from outer in DataOpcodes
        from inner in DataOpcodes
        from fin in new[] { false, true }
        from chop in new[] { 0, 1 }
        select Case.Fails(
            $"{inner} with FIN {fin} within {outer}, in pieces of {chop}",
            1002,
            FrameBuilder.Concat(
                FrameBuilder.Frame(outer, [65], fin: false), FrameBuilder.Frame(inner, [66], fin), FrameBuilder.Continuation([67])),
            chop);

    private static IEnumerable<ConformanceCase> CloseBetween =>
        from opcode in DataOpcodes
        from behind in new[] { 0, 1, 3 }
        select Case.Closes(
            $"{opcode}, behind {behind + 1} fragments",
            FrameBuilder.Concat(
            [
                FrameBuilder.Frame(opcode, [65], fin: false),
                .. Enumerable.Repeat(FrameBuilder.Continuation([65], fin: false), behind),
                FrameBuilder.Close(1000, "enough"),
                FrameBuilder.Continuation([65]),
            ]),
            FrameBuilder.Close(1000, mask: false));

    private static IEnumerable<ConformanceCase> LongFragments =>
        from size in new[] { 124, 125, 126, 127, 65_535, 65_536, 65_537 }
        from chop in new[] { 0, 1_021 }
        let text = Samples.Text((2 * size) + 1)
        select Case.EchoesFragments($"of {size} bytes, in pieces of {chop}", Opcode.Text, text, [size, size], chop);

    /// <summary>A cut behind each byte whose bit is set.</summary>
    private static int[] SizesOf(int cuts)
    {
        var sizes = new List<int>();
        var size = 0;
        for (var i = 0; i < Word.Length - 1; i++)
        {
            size++;
            if ((cuts >> i & 1) == 1)
            {
                sizes.Add(size);
                size = 0;
            }
        }

        return [.. sizes];
    }
}
