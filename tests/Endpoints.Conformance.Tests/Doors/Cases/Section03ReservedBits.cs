using Endpoints.Protocol;
using Endpoints.TestKit.Frames;

namespace Endpoints.Conformance.Tests.Doors.Cases;

/// <summary>RSV1 to RSV3 where no extension gives them a meaning (RFC 6455 section 5.2).</summary>
internal static class Section03ReservedBits
{
    private static readonly ReservedBits[] Bits = [.. Enumerable.Range(1, 7).Select(bits => (ReservedBits)(bits << 4))];

    public static IEnumerable<CaseGroup> Groups =>
    [
        new("3.1", "on messages", "RFC 6455 5.2", [.. On(Opcode.Text), .. On(Opcode.Binary)]),
        new("3.2", "on control frames", "RFC 6455 5.2", [.. On(Opcode.Ping), .. On(Opcode.Pong), .. OnClose]),
        new("3.3", "on a continuation", "RFC 6455 5.2", [.. OnContinuation]),
        new("3.4", "on the head alone", "RFC 6455 5.2", [.. OnHead]),
    ];

    private static IEnumerable<ConformanceCase> On(Opcode opcode)
    {
        foreach (var bits in Bits)
        {
            byte[] frame = FrameBuilder.Frame(opcode, "x"u8.ToArray(), rsv: bits);
            yield return Case.Fails($"{bits} on {opcode}", 1002, frame);
            yield return Case.Fails($"{bits} on an empty {opcode}", 1002, FrameBuilder.Frame(opcode, [], rsv: bits));
            yield return Case.FailsBetween($"{bits} on {opcode} among good frames", 1002, frame);
            yield return Case.FailsBetween($"{bits} on {opcode} among good frames, byte by byte", 1002, frame, chop: 1);
        }
    }

    private static IEnumerable<ConformanceCase> OnClose =>
        Bits.Select(bits => Case.RefusesClose($"{bits} on close", 1002, FrameBuilder.Frame(Opcode.Close, [3, 232], rsv: bits)));

    private static IEnumerable<ConformanceCase> OnContinuation =>
        from bits in Bits
        from fin in new[] { false, true }
        select Case.Fails(
            $"{bits}, FIN {fin}",
            1002,
            FrameBuilder.Concat(FrameBuilder.Text("a", fin: false), FrameBuilder.Frame(Opcode.Continuation, [1], fin, rsv: bits)));

    /// <summary>Nobody has to wait for a megabyte that will not be taken.</summary>
    private static IEnumerable<ConformanceCase> OnHead =>
        Bits.Select(bits => Case.FailsForGood($"{bits} on a head that announces 1 MiB", 1002, FrameBuilder.Header(Opcode.Binary, 1 << 20, rsv: bits)));
}
