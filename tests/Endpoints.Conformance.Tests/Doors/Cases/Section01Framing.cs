using Endpoints.Protocol;
using Endpoints.TestKit.Frames;

namespace Endpoints.Conformance.Tests.Doors.Cases;

/// <summary>Heads, lengths and masks (RFC 6455 sections 5.1 to 5.3).</summary>
internal static class Section01Framing
{
    private static readonly int[] Lengths = [0, 1, 125, 126, 127, 128, 65_535, 65_536, 65_537];
    private static readonly int[] Chops = [0, 997];

    public static IEnumerable<CaseGroup> Groups =>
    [
        new("1.1", "text at the boundaries of the length forms", "RFC 6455 5.2", [.. Echoes(Opcode.Text, Samples.Text)]),
        new("1.2", "binary at the boundaries of the length forms", "RFC 6455 5.2", [.. Echoes(Opcode.Binary, length => Samples.Noise(length))]),
        new("1.3", "lengths in more bytes than needed", "RFC 6455 5.2", [.. Overlong]),
        new("1.4", "announced lengths that nobody takes", "RFC 6455 5.2, 10.4", [.. Announced]),
        new("1.5", "frames without a mask", "RFC 6455 5.1", [.. Unmasked]),
        new("1.6", "masks", "RFC 6455 5.3", [.. Masks]),
        new("1.7", "the examples of the RFC", "RFC 6455 5.7", [.. Examples]),
    ];

    private static IEnumerable<ConformanceCase> Echoes(Opcode opcode, Func<int, byte[]> make) =>
        from length in Lengths
        from chop in Chops
        select Case.Echoes($"{length} bytes, in pieces of {chop}", opcode, make(length), chop);

    private static IEnumerable<ConformanceCase> Overlong
    {
        get
        {
            (LengthForm Form, int Length)[] forms =
            [
                (LengthForm.Bits16, 0), (LengthForm.Bits16, 1), (LengthForm.Bits16, 125),
                (LengthForm.Bits64, 0), (LengthForm.Bits64, 125), (LengthForm.Bits64, 126), (LengthForm.Bits64, 65_535),
            ];
            foreach (var opcode in new[] { Opcode.Text, Opcode.Binary, Opcode.Ping, Opcode.Pong, Opcode.Close })
            {
                foreach (var (form, length) in forms)
                {
                    yield return Case.FailsForGood(
                        $"{opcode} of {length} bytes in {form}", 1002, FrameBuilder.Frame(opcode, new byte[length], form: form));
                }
            }

            foreach (var (form, length) in forms)
            {
                yield return Case.FailsForGood(
                    $"continuation of {length} bytes in {form}",
                    1002,
                    FrameBuilder.Concat(
                        FrameBuilder.Text("a", fin: false), FrameBuilder.Frame(Opcode.Continuation, new byte[length], form: form)));
            }
        }
    }

    private static IEnumerable<ConformanceCase> Announced
    {
        get
        {
            foreach (var opcode in new[] { Opcode.Text, Opcode.Binary })
            {
                foreach (var length in new ulong[] { (1UL << 31) - 1, 1UL << 31, (1UL << 31) + 1, uint.MaxValue, 1UL << 32, long.MaxValue })
                {
                    yield return Case.FailsForGood($"{opcode} of {length} bytes", 1009, FrameBuilder.Header(opcode, length));
                    yield return Case.FailsForGood($"{opcode} of {length} bytes, byte by byte", 1009, FrameBuilder.Header(opcode, length), chop: 1);
                }

                foreach (var length in new[] { 1UL << 63, ulong.MaxValue })
                {
                    yield return Case.FailsForGood($"{opcode} of {length} bytes", 1002, FrameBuilder.Header(opcode, length));
                }
            }

            foreach (var opcode in new[] { Opcode.Ping, Opcode.Pong, Opcode.Close })
            {
                yield return Case.FailsForGood($"{opcode} of 2^31 bytes", 1002, FrameBuilder.Header(opcode, 1UL << 31));
            }
        }
    }

    private static IEnumerable<ConformanceCase> Unmasked
    {
        get
        {
            foreach (var opcode in new[] { Opcode.Text, Opcode.Binary, Opcode.Ping, Opcode.Pong })
            {
                foreach (var length in new[] { 0, 1, 125 })
                {
                    byte[] frame = FrameBuilder.Frame(opcode, Samples.Text(length), mask: false);
                    yield return Case.Fails($"{opcode} of {length} bytes", 1002, frame);
                    yield return Case.FailsBetween($"{opcode} of {length} bytes among good ones", 1002, frame);
                }
            }

            yield return Case.RefusesClose("close", 1002, FrameBuilder.Close(1000, mask: false));
            yield return Case.Fails(
                "a continuation of a masked message",
                1002,
                FrameBuilder.Concat(FrameBuilder.Text("a", fin: false), FrameBuilder.Continuation([1], mask: false)));
        }
    }

    private static IEnumerable<ConformanceCase> Masks
    {
        get
        {
            byte[][] keys = [[0, 0, 0, 0], [0xFF, 0xFF, 0xFF, 0xFF], [1, 2, 3, 4], [0x80, 0, 0, 0], [0, 0, 0, 0x7F]];
            foreach (var key in keys)
            {
                foreach (var length in new[] { 1, 2, 3, 4, 5, 31, 33, 65, 1_000 })
                {
                    byte[] payload = Samples.Text(length);
                    yield return Case.Answers(
                        $"{Convert.ToHexString(key)} over {length} bytes", Masked(key, payload), FrameBuilder.Text(payload, mask: false));
                }
            }

            yield return Case.Answers(
                "another key for each frame",
                FrameBuilder.Concat([.. keys.Select(key => Masked(key, "again"u8.ToArray()))]),
                FrameBuilder.Concat([.. keys.Select(_ => FrameBuilder.Text("again", mask: false))]));

            static byte[] Masked(byte[] key, byte[] payload)
            {
                byte[] head = FrameBuilder.Header(Opcode.Text, (ulong)payload.Length);
                return [.. head[..^4], .. key, .. payload.Select((value, i) => (byte)(value ^ key[i % 4]))];
            }
        }
    }

    private static IEnumerable<ConformanceCase> Examples =>
    [
        Case.Answers("a masked text", Convert.FromHexString("818537FA213D7F9F4D5158"), Convert.FromHexString("810548656C6C6F")),
        Case.Answers("a masked ping", Convert.FromHexString("898537FA213D7F9F4D5158"), Convert.FromHexString("8A0548656C6C6F")),
        Case.Answers("256 bytes", FrameBuilder.Binary(Samples.Noise(256)), [0x82, 0x7E, 0x01, 0x00, .. Samples.Noise(256)]),
        Case.Answers(
            "64 KiB", FrameBuilder.Binary(Samples.Noise(65_536)), [0x82, 0x7F, 0, 0, 0, 0, 0, 1, 0, 0, .. Samples.Noise(65_536)]),
    ];
}
