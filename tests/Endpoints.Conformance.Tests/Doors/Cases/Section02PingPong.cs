using Endpoints.Protocol;
using Endpoints.TestKit.Frames;

namespace Endpoints.Conformance.Tests.Doors.Cases;

/// <summary>Pings and pongs (RFC 6455 sections 5.5.2 and 5.5.3).</summary>
internal static class Section02PingPong
{
    public static IEnumerable<CaseGroup> Groups =>
    [
        new("2.1", "pings of every size", "RFC 6455 5.5.2, 5.5.3", [.. Sizes]),
        new("2.2", "pings that are too large", "RFC 6455 5.5", [.. TooLarge]),
        new("2.3", "pongs that nobody asked for", "RFC 6455 5.5.3", [.. Unasked]),
        new("2.4", "pings back to back", "RFC 6455 5.5.3", [.. BackToBack]),
    ];

    private static byte[] Frame(Opcode opcode, byte[] payload, bool mask = true) => FrameBuilder.Frame(opcode, payload, mask: mask);

    private static IEnumerable<ConformanceCase> Sizes =>
        from length in new[] { 0, 1, 2, 3, 4, 5, 7, 8, 9, 63, 64, 124, 125 }
        from chop in new[] { 0, 1 }
        let payload = Samples.Noise(length)
        select Case.Answers(
            $"{length} bytes, in pieces of {chop}", Frame(Opcode.Ping, payload), Frame(Opcode.Pong, payload, mask: false), chop);

    private static IEnumerable<ConformanceCase> TooLarge =>
        from opcode in new[] { Opcode.Ping, Opcode.Pong }
        from length in new[] { 126, 127, 65_535, 65_536 }
        select Case.FailsForGood($"{opcode} of {length} bytes", 1002, Frame(opcode, new byte[length]));

    private static IEnumerable<ConformanceCase> Unasked =>
    [
        Case.Answers("empty, then a message", FrameBuilder.Concat(FrameBuilder.Pong(), Case.Good), Case.GoodEcho),
        Case.Answers("with a payload, then a message", FrameBuilder.Concat(FrameBuilder.Pong("unasked"), Case.Good), Case.GoodEcho),
        Case.Answers("of 125 bytes, byte by byte", FrameBuilder.Concat(Frame(Opcode.Pong, Samples.Noise(125)), Case.Good), Case.GoodEcho, chop: 1),
        Case.Answers(
            "then a ping",
            FrameBuilder.Concat(FrameBuilder.Pong("unasked"), FrameBuilder.Ping("asked")),
            Frame(Opcode.Pong, "asked"u8.ToArray(), mask: false)),
        Case.Answers(
            "a hundred, then a message",
            FrameBuilder.Concat([.. Enumerable.Repeat(FrameBuilder.Pong("unasked"), 100), Case.Good]),
            Case.GoodEcho),
    ];

    private static IEnumerable<ConformanceCase> BackToBack =>
        from count in new[] { 2, 10, 50 }
        from chop in new[] { 0, 1, 5 }
        let numbers = Enumerable.Range(0, count).ToArray()
        select Case.Answers(
            $"{count} pings, in pieces of {chop}",
            FrameBuilder.Concat([.. numbers.Select(i => FrameBuilder.Ping($"payload {i}"))]),
            FrameBuilder.Concat([.. numbers.Select(i => FrameBuilder.Pong($"payload {i}", mask: false))]),
            chop);
}
