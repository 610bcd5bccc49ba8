using Endpoints.Protocol;
using Endpoints.TestKit.Frames;

namespace Endpoints.Conformance.Tests.Doors.Cases;

/// <summary>Opcodes that mean nothing (RFC 6455 section 5.2).</summary>
internal static class Section04Opcodes
{
    private static readonly int[] ForData = [3, 4, 5, 6, 7];
    private static readonly int[] ForControl = [11, 12, 13, 14, 15];

    public static IEnumerable<CaseGroup> Groups =>
    [
        new("4.1", "reserved for data", "RFC 6455 5.2", [.. ForData.SelectMany(Reserved)]),
        new("4.2", "reserved for control frames", "RFC 6455 5.2", [.. ForControl.SelectMany(Reserved)]),
    ];

    private static IEnumerable<ConformanceCase> Reserved(int opcode)
    {
        byte[] empty = FrameBuilder.Frame((Opcode)opcode, []);
        byte[] full = FrameBuilder.Frame((Opcode)opcode, "payload"u8.ToArray());
        yield return Case.Fails($"{opcode}, empty", 1002, empty);
        yield return Case.Fails($"{opcode} with a payload", 1002, full);
        yield return Case.Fails($"{opcode} with a payload, byte by byte", 1002, full, chop: 1);
        yield return Case.Fails($"{opcode} without FIN", 1002, FrameBuilder.Frame((Opcode)opcode, [1], fin: false));
        yield return Case.FailsBetween($"{opcode} among good frames", 1002, empty);
        yield return Case.FailsBetween($"{opcode} with a payload among good frames", 1002, full, chop: 3);
        yield return Case.Fails(
            $"{opcode} within a fragmented message", 1002, FrameBuilder.Concat(FrameBuilder.Text("a", fin: false), full, FrameBuilder.Continuation([1])));
        yield return Case.FailsForGood($"{opcode} that announces 126 bytes", 1002, FrameBuilder.Header((Opcode)opcode, 126));
    }
}
