using System.Numerics;
using Endpoints.Fuzz.Engine;
using Endpoints.Protocol;
using Endpoints.TestKit.Frames;
using static Endpoints.Fuzz.Engine.BrokenInvariantException;

namespace Endpoints.Fuzz.Targets;

/// <summary>
/// Any stream of bytes, in both roles: the same events however it is chopped and whatever is asked for first, progress with every call
/// (<see cref="ReaderDriver"/> holds that), and memory within the limits. Messages that are read while they arrive have the same bytes, and
/// break the same rules with the same byte, as those that are assembled.
/// </summary>
internal sealed class AssemblyTarget : FuzzTarget
{
    private const int MaxMessageSize = 600;
    private const int MaxFrameSize = 400;

    private static readonly ReceiveLimits Limits = new(MaxMessageSize, MaxFrameSize);

    public override string Name => "assembly";

    public override int MaxInputLength => 2048;

    public override IReadOnlyList<byte[]> Dictionary { get; } =
    [
        FrameBuilder.Text("a"), FrameBuilder.Text("", fin: false), FrameBuilder.Continuation([], fin: false), FrameBuilder.Continuation([]),
        FrameBuilder.Ping("p"), FrameBuilder.Pong(), FrameBuilder.Close(), FrameBuilder.Close(1000, "bye"), FrameBuilder.Close(1005),
        FrameBuilder.Text([0xE2, 0x82], fin: false), FrameBuilder.Continuation([0xAC]), FrameBuilder.Text([0xC0]),
        FrameBuilder.Text("a", mask: false), FrameBuilder.Continuation([], mask: false), FrameBuilder.Ping("", mask: false),
        FrameBuilder.Header(Opcode.Binary, 1UL << 63), FrameBuilder.Header(Opcode.Binary, 1UL << 31), FrameBuilder.Header(Opcode.Binary, 401),
        FrameBuilder.Header(Opcode.Binary, 400), FrameBuilder.Header(Opcode.Continuation, 201), FrameBuilder.Header(Opcode.Ping, 126),
        FrameBuilder.Header(Opcode.Close, 3), [0x82, 0xFE, 0, 125],
    ];

    public override IEnumerable<(string Name, byte[] Input)> Seeds() =>
    [
        ("text", FrameBuilder.Text("Hello")),
        ("text-unmasked", FrameBuilder.Text("Hello", mask: false)),
        ("fragments", FrameBuilder.Fragments(Opcode.Text, "a fragmented text"u8.ToArray(), [3, 0, 5])),
        ("fragments-unmasked", FrameBuilder.Fragments(Opcode.Text, "a fragmented text"u8.ToArray(), [3, 0, 5], mask: false)),
        ("control-between", [.. FrameBuilder.Text("He"u8.ToArray(), fin: false), .. FrameBuilder.Ping("1"), .. FrameBuilder.Continuation("llo"u8.ToArray())]),
        ("code-point-over-frames", FrameBuilder.Fragments(Opcode.Text, "\u20ac\U0001F600"u8.ToArray(), [1, 1, 2])),
        ("binary-at-frame-limit", FrameBuilder.Binary(new byte[MaxFrameSize])),
        ("binary-past-frame-limit", FrameBuilder.Binary(new byte[MaxFrameSize + 1])),
        ("binary-at-message-limit", FrameBuilder.Fragments(Opcode.Binary, new byte[MaxMessageSize], [300])),
        ("binary-past-message-limit", FrameBuilder.Fragments(Opcode.Binary, new byte[MaxMessageSize + 1], [300])),
        ("close-then-data", [.. FrameBuilder.Close(1001, "away"), .. FrameBuilder.Text("ignored")]),
        ("violation-then-close", [.. FrameBuilder.Frame((Opcode)3, [1, 2, 3]), .. FrameBuilder.Text("skipped"), .. FrameBuilder.Close(1000)]),
        ("bad-text", FrameBuilder.Text([0x48, 0xED, 0xA0, 0x80])),
    ];

    public override ulong Run(ReadOnlySpan<byte> input)
    {
        var behavior = new Behavior();
        var bytes = input.ToArray();
        var random = FuzzRandom.From(input);
        foreach (var role in (ReadOnlySpan<EndpointRole>)[EndpointRole.Server, EndpointRole.Client])
        {
            var whole = Read(role, [bytes], controlFirst: false);
            Compare(whole, Read(role, Pieces.Chop(bytes, 1 + random.Next(40), ref random), controlFirst: false), "chopped");
            Compare(whole, Read(role, Pieces.Chop(bytes, 3, ref random), controlFirst: false), "chopped finely");
            Compare(whole, Read(role, Pieces.Chop(bytes, 1 + random.Next(200), ref random), controlFirst: true), "control frames first");
            Compare(ReferenceReader.Read(bytes, role, Limits), whole, "against the reference");
            CompareBodies(role, bytes, whole, ref random);
            foreach (var read in whole)
            {
                behavior.Add((int)read.Outcome);
                behavior.Add((int)read.Rule);
                behavior.AddSize(read.Payload.Length);
            }
        }

        return behavior.Value;
    }

    private static void CompareBodies(EndpointRole role, byte[] bytes, List<ReaderEvent> whole, ref FuzzRandom random)
    {
        var atOnce = BodyRun.Read(role, Limits, [bytes], controlFirst: false);
        Compare(whole, atOnce.Messages, "read while they arrive");
        var finely = BodyRun.Read(role, Limits, Pieces.Chop(bytes, 1, ref random), controlFirst: false);
        Compare(whole, finely.Messages, "read while they arrive, byte by byte");
        var chopped = BodyRun.Read(role, Limits, Pieces.Chop(bytes, 1 + random.Next(200), ref random), controlFirst: true);
        Compare(whole, chopped.Messages, "read while they arrive, control frames first");
        if (finely.ViolationAt is null)
        {
            Same(atOnce.Unfinished, finely.Unfinished, "what has come of a message");
            Same(atOnce.Unfinished, chopped.Unfinished, "what has come of a message");
        }

        Same(BodyRun.FindViolation(role, Limits, bytes), finely.ViolationAt, "the byte that breaks a rule");
    }

    private static List<ReaderEvent> Read(EndpointRole role, IEnumerable<byte[]> pieces, bool controlFirst)
    {
        using var driver = new ReaderDriver(role, Limits);
        foreach (var piece in pieces)
        {
            if (controlFirst)
            {
                driver.Feed(piece, controlOnly: true);
                driver.Feed([]);
            }
            else
            {
                driver.Feed(piece);
            }

            Demand(driver.Reader.BufferedBytes <= BitOperations.RoundUpToPowerOf2((uint)MaxMessageSize), "memory within the limit");
        }

        if (driver.Events.Any(read => read.Outcome is ReadOutcome.Close or ReadOutcome.Violation))
        {
            Same(0, driver.Reader.BufferedBytes, "memory after the end");
        }

        driver.Dispose();
        Same(0, driver.Reader.BufferedBytes, "memory after dispose");
        return [.. driver.Events.Where(read => read.Outcome != ReadOutcome.DataPending)];
    }

    private static void Compare(List<ReaderEvent> expected, List<ReaderEvent> actual, string how) =>
        Demand(expected.SequenceEqual(actual), $"{how}: {string.Join(", ", expected)} became {string.Join(", ", actual)}");
}
