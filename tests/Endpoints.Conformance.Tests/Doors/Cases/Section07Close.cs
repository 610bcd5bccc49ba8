using Endpoints.Protocol;
using Endpoints.TestKit.Frames;

namespace Endpoints.Conformance.Tests.Doors.Cases;

/// <summary>The closing handshake (RFC 6455 sections 5.5.1 and 7).</summary>
internal static class Section07Close
{
    public static IEnumerable<CaseGroup> Groups =>
    [
        new("7.1", "the client closes", "RFC 6455 5.5.1", [.. ClientCloses]),
        new("7.2", "what follows a close frame", "RFC 6455 5.5.1", [.. AfterClose]),
        new("7.3", "close frames of every size", "RFC 6455 5.5, 5.5.1", [.. Sizes]),
        new("7.4", "reasons that are not text", "RFC 6455 5.5.1, 8.1", [.. WrongReasons]),
        new("7.5", "codes that may be sent", "RFC 6455 7.4", [.. Codes.Where(IsSendable).Select(Echoes)]),
        new("7.6", "codes that may not be sent", "RFC 6455 7.4", [.. Codes.Where(code => !IsSendable(code)).Select(Refuses)]),
        new("7.7", "the server closes", "RFC 6455 5.5.1, 7.1.1, 7.1.2", [.. ServerCloses]),
    ];

    /// <summary>Every code of the registry, both sides of each boundary, and a sample of all others. CloseCode itself is tested with all of them.</summary>
    private static IEnumerable<int> Codes =>
        new[] { 0, 1, 2, 125, 126, 255, 256, 998, 999, 2_000, 2_999, 3_000, 3_001, 3_999, 4_000, 4_001, 4_998, 4_999, 5_000, 5_001, 32_767, 32_768, 65_534, 65_535 }
            .Concat(Enumerable.Range(1_000, 21))
            .Concat(Enumerable.Range(0, 65_536).Where(code => code % 1_009 == 11))
            .Concat(Enumerable.Range(3_000, 2_000).Where(code => code % 101 == 7))
            .Distinct()
            .Order();

    private static bool IsSendable(int code) => code is >= 1_000 and <= 1_003 or >= 1_007 and <= 1_014 or >= 3_000 and <= 4_999;

    private static ConformanceCase Echoes(int code) =>
        Case.Closes($"{code}", FrameBuilder.Close(code, "reason"), FrameBuilder.Close(code, mask: false));

    private static ConformanceCase Refuses(int code) => Case.RefusesClose($"{code}", 1002, FrameBuilder.Close(code, "reason"));

    private static IEnumerable<ConformanceCase> ClientCloses
    {
        get
        {
            foreach (var chop in new[] { 0, 1 })
            {
                yield return Case.Closes($"without a code, in pieces of {chop}", FrameBuilder.Close(), FrameBuilder.Close(mask: false), chop);
                yield return Case.Closes($"with a code, in pieces of {chop}", FrameBuilder.Close(1000), FrameBuilder.Close(1000, mask: false), chop);
                yield return Case.Closes(
                    $"with a reason, in pieces of {chop}", FrameBuilder.Close(3001, "ünd tschüß"), FrameBuilder.Close(3001, mask: false), chop);
                yield return Case.Closes(
                    $"behind a message, in pieces of {chop}",
                    FrameBuilder.Concat(Case.Good, FrameBuilder.Close(1000)),
                    FrameBuilder.Concat(Case.GoodEcho, FrameBuilder.Close(1000, mask: false)),
                    chop);
                yield return Case.Closes(
                    $"behind a ping, in pieces of {chop}",
                    FrameBuilder.Concat(FrameBuilder.Ping("p"), FrameBuilder.Close(1000)),
                    FrameBuilder.Concat(FrameBuilder.Pong("p", mask: false), FrameBuilder.Close(1000, mask: false)),
                    chop);
                yield return Case.Closes(
                    $"behind 256 KiB, in pieces of {chop * 1_000}",
                    FrameBuilder.Concat(FrameBuilder.Binary(Samples.Noise(262_144)), FrameBuilder.Close(1000)),
                    FrameBuilder.Concat(FrameBuilder.Binary(Samples.Noise(262_144), mask: false), FrameBuilder.Close(1000, mask: false)),
                    chop * 1_000);
            }
        }
    }

    private static IEnumerable<ConformanceCase> AfterClose
    {
        get
        {
            (string Name, byte[] Bytes)[] followers =
            [
                ("a text", Case.Good), ("a ping", FrameBuilder.Ping("late")), ("a pong", FrameBuilder.Pong("late")), ("a second close", FrameBuilder.Close(1001)),
                ("a frame without a mask", FrameBuilder.Text("x", mask: false)), ("noise", [0xFF, 0xFF, 0xFF, 0xFF]),
                ("a fragment", FrameBuilder.Text("x", fin: false)), ("text that is none", FrameBuilder.Text([0xFF])),
            ];
            foreach (var (name, bytes) in followers)
            {
                yield return Case.Closes(
                    name, FrameBuilder.Concat(FrameBuilder.Close(1000), bytes), FrameBuilder.Close(1000, mask: false));
            }
        }
    }

    private static IEnumerable<ConformanceCase> Sizes
    {
        get
        {
            yield return Case.Closes("0 bytes", FrameBuilder.Close(), FrameBuilder.Close(mask: false));
            foreach (var only in new byte[] { 0, 3, 255 })
            {
                yield return Case.RefusesClose($"1 byte, {only}", 1002, FrameBuilder.Frame(Opcode.Close, [only]));
            }

            foreach (var length in new[] { 1, 2, 61, 122, 123 })
            {
                yield return Case.Closes(
                    $"a reason of {length} bytes", FrameBuilder.Close(1000, Samples.Text(length)), FrameBuilder.Close(1000, mask: false));
            }

            yield return Case.Closes(
                "a reason of 123 bytes, 41 times three", FrameBuilder.Close(1000, string.Concat(Enumerable.Repeat("天", 41))), FrameBuilder.Close(1000, mask: false));
            foreach (var length in new[] { 124, 125, 300, 65_536 })
            {
                yield return Case.FailsForGood($"a reason of {length} bytes", 1002, FrameBuilder.Close(1000, Samples.Text(length)));
            }
        }
    }

    private static IEnumerable<ConformanceCase> WrongReasons =>
        from bytes in new[] { "80", "C0AF", "C3", "C328", "E282", "EDA080", "F4908080", "FF", "6F6BCEBAE1BDB9CF83CEBCCEB5EDA080656469746564" }
        from chop in new[] { 0, 1 }
        select Case.RefusesClose($"{bytes}, in pieces of {chop}", 1007, FrameBuilder.Close(1000, Convert.FromHexString(bytes)), chop);

    private static IEnumerable<ConformanceCase> ServerCloses
    {
        get
        {
            byte[] answer = FrameBuilder.Close(4001, "told so", mask: false);
            yield return Closer(
                "and is answered", new Step.Send(FrameBuilder.Text("4001")), new Step.Receive(answer), new Step.Send(FrameBuilder.Close(4001)));
            yield return Closer(
                "and is answered with another code",
                new Step.Send(FrameBuilder.Text("4001")), new Step.Receive(answer), new Step.Send(FrameBuilder.Close(1000)));
            yield return Closer(
                "and is answered without a code",
                new Step.Send(FrameBuilder.Text("4001")), new Step.Receive(answer), new Step.Send(FrameBuilder.Close()));
            yield return Closer(
                "at the same time", new Step.Send(FrameBuilder.Concat(FrameBuilder.Text("4001"), FrameBuilder.Close(1000))), new Step.Receive(answer));
            yield return Closer(
                "and what the client sent before it knew is dropped",
                new Step.Send(FrameBuilder.Concat(FrameBuilder.Text("4001"), FrameBuilder.Text("4002"), FrameBuilder.Ping("p"), FrameBuilder.Binary(new byte[100_000]))),
                new Step.Receive(answer),
                new Step.Send(FrameBuilder.Concat(FrameBuilder.Text("4003"), FrameBuilder.Text([0xFF]), FrameBuilder.Close(4001))));
            yield return Closer(
                "in the middle of a message of the client",
                new Step.Send(FrameBuilder.Concat(FrameBuilder.Text("4001"), FrameBuilder.Text("40", fin: false))),
                new Step.Receive(answer),
                new Step.Send(FrameBuilder.Close(1000)));
            foreach (var code in new[] { 1000, 1001, 1003, 1007, 1008, 1011, 1012, 1013, 1014, 3000, 4999 })
            {
                yield return Closer(
                    $"with {code}",
                    new Step.Send(FrameBuilder.Text($"{code}")),
                    new Step.Receive(FrameBuilder.Close(code, "told so", mask: false)),
                    new Step.Send(FrameBuilder.Close(code)));
            }

            static ConformanceCase Closer(string title, params Step[] steps) =>
                new(title, steps) { Path = ConformanceEndpoints.CloserPath, Ending = Ending.Closed };
        }
    }
}
