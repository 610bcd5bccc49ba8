using Endpoints.Protocol;
using Endpoints.TestKit.Frames;

namespace Endpoints.Conformance.Tests.Doors.Cases;

/// <summary>Frames however a client's own fragmentation and the network cut them (RFC 6455 section 5.4).</summary>
internal static class Section10Chops
{
    private static readonly byte[] Words = Samples.Text(150);

    public static IEnumerable<CaseGroup> Groups =>
    [
        new("10.1", "automatic fragmentation", "RFC 6455 5.4", [.. Automatic]),
        new("10.2", "a conversation in pieces of every size", "RFC 6455 5.2, 5.4", [.. EveryPiece]),
        new("10.3", "a conversation in fragments and pieces of every size", "RFC 6455 5.2, 5.4", [.. EveryFragment]),
    ];

    private static IEnumerable<ConformanceCase> Automatic =>
        from opcode in new[] { Opcode.Text, Opcode.Binary }
        from size in new[] { 256, 1_300, 1_460, 4_096, 16_384, 32_768, 65_535 }
        select Case.EchoesFragments($"64 KiB of {opcode} in fragments of {size}", opcode, Samples.Text(65_536), Samples.Sizes(65_536, size));

    private static IEnumerable<ConformanceCase> EveryPiece =>
        from chop in Enumerable.Range(1, 64).Concat([127, 128, 255, 256, 511, 512])
        select Conversation($"pieces of {chop}", Samples.Sizes(Words.Length, 40), chop);

    private static IEnumerable<ConformanceCase> EveryFragment =>
        from size in new[] { 1, 2, 3, 4, 5, 7, 11, 13, 64, 125, 126 }
        from chop in new[] { 1, 2, 3, 5, 8, 13, 21, 100 }
        select Conversation($"fragments of {size} in pieces of {chop}", Samples.Sizes(Words.Length, size), chop);

    private static ConformanceCase Conversation(string title, int[] sizes, int chop) => Case.Closes(
        title,
        FrameBuilder.Concat(
            FrameBuilder.Text(Words),
            FrameBuilder.Ping("ping"),
            FrameBuilder.Fragments(Opcode.Text, Words, sizes),
            FrameBuilder.Pong("unasked"),
            FrameBuilder.Fragments(Opcode.Binary, Words, sizes),
            FrameBuilder.Binary([]),
            FrameBuilder.Close(4999, "all said")),
        FrameBuilder.Concat(
            FrameBuilder.Text(Words, mask: false),
            FrameBuilder.Pong("ping", mask: false),
            FrameBuilder.Text(Words, mask: false),
            FrameBuilder.Binary(Words, mask: false),
            FrameBuilder.Binary([], mask: false),
            FrameBuilder.Close(4999, mask: false)),
        chop);
}
