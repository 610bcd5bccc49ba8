using System.Text;
using Endpoints.Protocol;
using Endpoints.TestKit.Frames;

namespace Endpoints.Conformance.Tests.Doors.Cases;

/// <summary>Text is UTF-8 (RFC 6455 section 8.1, RFC 3629), and what is not is refused at its first wrong byte.</summary>
internal static class Section06Utf8
{
    /// <summary>First and last of every row in the table of RFC 3629 section 4, and the noncharacters, which are text as any other.</summary>
    private static readonly int[] CodePoints =
    [
        0x0, 0x1, 0x7F, 0x80, 0x7FF, 0x800, 0xFFF, 0x1000, 0xCFFF, 0xD000, 0xD7FF, 0xE000, 0xFDD0, 0xFFFD, 0xFFFE, 0xFFFF,
        0x10000, 0x1FFFE, 0x1FFFF, 0x3FFFF, 0x40000, 0xFFFFF, 0x100000, 0x10FFFE, 0x10FFFF,
    ];

    private static readonly string[] Texts = ["κόσμε", "Hello-µ@ßöäüàá-UTF-8!!", "天地玄黃", "😀🚀a", "\u0000\u007F\u0080\u07FF\u0800\uFFFF\U00010000\U0010FFFF"];

    /// <summary>A prefix that is still good, and a byte that no text can hold behind it.</summary>
    private static readonly (string Good, string Wrong)[] WrongBytes =
    [
        // Continuation bytes that continue nothing.
        ("", "80"), ("", "BF"), ("61", "80"), ("C3A9", "80"), ("F0908080", "BF"),

        // Bytes that are in no text.
        ("", "C0"), ("", "C1"), ("", "F5"), ("", "F8"), ("", "FC"), ("", "FE"), ("", "FF"),

        // Code points that are cut off by something else.
        ("C2", "00"), ("C2", "7F"), ("C2", "C0"), ("DF", "61"), ("E1", "61"), ("E180", "61"), ("E1", "C0"), ("F1", "61"), ("F180", "61"), ("F18080", "61"),
        ("F18080", "C0"),

        // Longer than needed.
        ("E0", "80"), ("E0", "9F"), ("F0", "80"), ("F0", "8F"),

        // Surrogates, and what lies above U+10FFFF.
        ("ED", "A0"), ("ED", "AF"), ("ED", "B0"), ("ED", "BF"), ("F4", "90"), ("F4", "BF"),
        ("CEBAE1BDB9CF83CEBCCEB5ED", "A0"), ("CEBAE1BDB9CF83CEBCCEB5F4", "90"),
    ];

    private static readonly string[] Unfinished =
        ["C2", "DF", "E0", "E0A0", "E1", "E180", "ED", "ED9F", "EF", "EFBF", "F0", "F090", "F09080", "F1", "F180", "F18080", "F4", "F48F", "F48FBF"];

    public static IEnumerable<CaseGroup> Groups =>
    [
        new("6.1", "code points at the boundaries", "RFC 3629 4", [.. Boundaries]),
        new("6.2", "texts split anywhere over two frames", "RFC 6455 5.6, 8.1", [.. SplitTexts]),
        new("6.3", "wrong bytes in one frame", "RFC 6455 8.1", [.. InOneFrame]),
        new("6.4", "wrong bytes over frames of one byte", "RFC 6455 8.1", [.. OverFrames]),
        new("6.5", "the frame with the wrong byte does not end", "RFC 6455 8.1", [.. BeforeTheFrameEnds]),
        new("6.6", "the message with the wrong byte does not end", "RFC 6455 8.1", [.. BeforeTheMessageEnds]),
        new("6.7", "texts that end within a code point", "RFC 6455 8.1", [.. EndsWithin]),
        new("6.8", "the same bytes as binary", "RFC 6455 5.6", [.. AsBinary]),
    ];

    private static IEnumerable<ConformanceCase> Boundaries
    {
        get
        {
            foreach (var codePoint in CodePoints)
            {
                byte[] text = Encode(codePoint);
                yield return Case.Echoes($"U+{codePoint:X4}", Opcode.Text, text);
                yield return Case.Echoes($"U+{codePoint:X4}, byte by byte", Opcode.Text, text, chop: 1);
                yield return Case.EchoesFragments($"U+{codePoint:X4} in frames of one byte", Opcode.Text, text, Samples.Sizes(text.Length, 1));
                yield return Case.EchoesFragments(
                    $"U+{codePoint:X4} in frames of one byte, byte by byte", Opcode.Text, text, Samples.Sizes(text.Length, 1), chop: 1);
            }

            static byte[] Encode(int codePoint) => [(byte)'<', .. Encoding.UTF8.GetBytes(char.ConvertFromUtf32(codePoint)), (byte)'>'];
        }
    }

    private static IEnumerable<ConformanceCase> SplitTexts =>
        from text in Texts
        let bytes = Encoding.UTF8.GetBytes(text)
        from cut in Enumerable.Range(0, bytes.Length + 1)
        select Case.EchoesFragments($"{Convert.ToHexString(bytes[..Math.Min(4, bytes.Length)])}... at {cut}", Opcode.Text, bytes, [cut], chop: cut % 3);

    private static IEnumerable<ConformanceCase> InOneFrame =>
        from wrong in WrongBytes
        from chop in new[] { 0, 1 }
        select Case.FailsEarly($"{wrong.Good}[{wrong.Wrong}], in pieces of {chop}", 1007, FrameBuilder.Text(Payload(wrong)), [], chop);

    private static IEnumerable<ConformanceCase> OverFrames =>
        from wrong in WrongBytes
        let payload = Payload(wrong)
        select Case.Fails(
            $"{wrong.Good}[{wrong.Wrong}]", 1007, FrameBuilder.Fragments(Opcode.Text, payload, Samples.Sizes(payload.Length, 1)));

    /// <summary>The wrong byte is the last that is sent; the rest of its frame comes only after the close frame.</summary>
    private static IEnumerable<ConformanceCase> BeforeTheFrameEnds =>
        from wrong in WrongBytes
        from chop in new[] { 0, 1 }
        let frame = FrameBuilder.Text(Payload(wrong))
        let end = frame.Length - Behind.Length
        select Case.FailsEarly($"{wrong.Good}[{wrong.Wrong}], in pieces of {chop}", 1007, frame[..end], frame[end..], chop);

    private static IEnumerable<ConformanceCase> BeforeTheMessageEnds =>
        from wrong in WrongBytes
        select Case.FailsEarly(
            $"{wrong.Good}[{wrong.Wrong}]", 1007, FrameBuilder.Text(Payload(wrong), fin: false), FrameBuilder.Continuation([65]));

    private static IEnumerable<ConformanceCase> EndsWithin
    {
        get
        {
            foreach (var bytes in Unfinished)
            {
                byte[] payload = [.. "ok"u8, .. Convert.FromHexString(bytes)];
                yield return Case.Fails(bytes, 1007, FrameBuilder.Text(payload));
                yield return Case.Fails($"{bytes}, byte by byte", 1007, FrameBuilder.Text(payload), chop: 1);
                yield return Case.Fails($"{bytes} in two frames", 1007, FrameBuilder.Fragments(Opcode.Text, payload, [payload.Length - 1]));
                yield return Case.Fails($"{bytes} and an empty last frame", 1007, FrameBuilder.Fragments(Opcode.Text, payload, [payload.Length]));
            }
        }
    }

    private static IEnumerable<ConformanceCase> AsBinary =>
    [
        .. WrongBytes.Select(wrong => Case.Echoes($"{wrong.Good}[{wrong.Wrong}]", Opcode.Binary, Payload(wrong))),
        .. Unfinished.Select(bytes => Case.EchoesFragments(bytes, Opcode.Binary, Convert.FromHexString(bytes), [1])),
    ];

    private static byte[] Behind => "and more"u8.ToArray();

    private static byte[] Payload((string Good, string Wrong) wrong) =>
        [.. Convert.FromHexString(wrong.Good), .. Convert.FromHexString(wrong.Wrong), .. Behind];
}
