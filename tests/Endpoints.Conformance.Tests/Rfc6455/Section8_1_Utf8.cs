using System.Text;
using Endpoints.Protocol;
using Endpoints.TestKit.Frames;
using static Endpoints.Conformance.Tests.Rfc6455.Conversation;

namespace Endpoints.Conformance.Tests.Rfc6455;

/// <summary>Section 8.1: text is UTF-8, and a receiver fails the connection when it is not.</summary>
public class Section8_1_Utf8
{
    /// <summary>First and last code point of every row in the table of RFC 3629 section 4.</summary>
    public static TheoryData<int> BoundaryCodePoints =>
    [
        0x0, 0x7F, 0x80, 0x7FF, 0x800, 0xFFF, 0x1000, 0xCFFF, 0xD000, 0xD7FF, 0xE000, 0xFFFF,
        0x10000, 0x3FFFF, 0x40000, 0xFFFFF, 0x100000, 0x10FFFF,
    ];

    /// <summary>A prefix that is still good and one byte that no text can hold behind it.</summary>
    public static TheoryData<string, string> FirstWrongBytes => new()
    {
        { "", "80" },
        { "", "BF" },
        { "", "C0" },
        { "", "C1" },
        { "", "F5" },
        { "", "FE" },
        { "", "FF" },
        { "C2", "7F" },
        { "C2", "C0" },
        { "E0", "80" },
        { "E0", "9F" },
        { "E0A0", "41" },
        { "ED", "A0" },
        { "ED", "BF" },
        { "EFBF", "C0" },
        { "F0", "80" },
        { "F0", "8F" },
        { "F09080", "41" },
        { "F4", "90" },
        { "F4", "BF" },
        { "CEBAE1BDB9CF83CEBCCEB5", "ED" + "A0" },
    };

    [Theory]
    [MemberData(nameof(BoundaryCodePoints))]
    public void Code_points_at_the_boundaries_are_read_however_frames_and_reads_split_them(int codePoint)
    {
        string text = $"a{new Rune(codePoint)}b";
        byte[] payload = Encoding.UTF8.GetBytes(text);

        Reads(FrameBuilder.Text(text), ReaderEvent.Text(text));
        for (int cut = 0; cut <= payload.Length; cut++)
        {
            Reads(FrameBuilder.Fragments(Opcode.Text, payload, [cut]), ReaderEvent.Text(text));
        }

        Reads(FrameBuilder.Fragments(Opcode.Text, payload, [.. payload.Select(_ => 1)]), ReaderEvent.Text(text));
    }

    [Theory]
    [MemberData(nameof(FirstWrongBytes))]
    public void The_violation_is_found_at_the_first_wrong_byte_before_the_frame_ends(string good, string wrong)
    {
        byte[] before = Convert.FromHexString(good);
        byte[] after = Convert.FromHexString(wrong);
        byte[] frame = FrameBuilder.Text([.. before, .. after, .. "and so on"u8]);
        int firstWrong = frame.Length - "and so on".Length - 1;

        using var driver = new ReaderDriver();
        Assert.Empty(driver.Feed(frame[..firstWrong]));
        Assert.Equal([ReaderEvent.Violation(ProtocolRule.TextNotUtf8)], driver.Feed([frame[firstWrong]]));
    }

    [Theory]
    [MemberData(nameof(FirstWrongBytes))]
    public void Wrong_text_is_refused_with_1007_in_one_frame_and_in_two(string good, string wrong)
    {
        byte[] payload = [.. "ok "u8, .. Convert.FromHexString(good + wrong), .. " more"u8];

        Violates(FrameBuilder.Text(payload), ProtocolRule.TextNotUtf8);
        for (int cut = 0; cut <= payload.Length; cut++)
        {
            Violates(FrameBuilder.Fragments(Opcode.Text, payload, [cut]), ProtocolRule.TextNotUtf8);
        }

        Assert.Equal(1007, new ProtocolViolation(ProtocolRule.TextNotUtf8).CloseCode);
    }

    [Theory]
    [InlineData("C3")]
    [InlineData("E288")]
    [InlineData("E2")]
    [InlineData("F09F8E")]
    [InlineData("F09F")]
    [InlineData("F0")]
    public void A_message_that_ends_within_a_code_point_is_refused(string hex)
    {
        byte[] payload = [.. "ok "u8, .. Convert.FromHexString(hex)];

        Violates(FrameBuilder.Text(payload), ProtocolRule.TextNotUtf8);
        Violates(FrameBuilder.Fragments(Opcode.Text, payload, [4]), ProtocolRule.TextNotUtf8);
        Violates(FrameBuilder.Fragments(Opcode.Text, payload, [payload.Length]), ProtocolRule.TextNotUtf8);
    }

    [Fact]
    public void A_code_point_may_be_open_while_a_control_frame_passes()
    {
        byte[] balloon = Encoding.UTF8.GetBytes("🎈");

        Reads(
            FrameBuilder.Concat(
                FrameBuilder.Text(balloon[..2], fin: false),
                FrameBuilder.Ping("é"),
                FrameBuilder.Continuation(balloon[2..])),
            ReaderEvent.Ping("é"),
            ReaderEvent.Text("🎈"));
    }

    [Fact]
    public void One_message_does_not_complete_the_code_point_of_another()
    {
        Violates([.. FrameBuilder.Text([0xC3]), .. FrameBuilder.Text([0xA9])], ProtocolRule.TextNotUtf8);
    }

    [Fact]
    public void Binary_messages_are_not_validated()
    {
        byte[] payload = [0xFF, 0xC0, 0xED, 0xA0, 0x80];

        Reads(
            [.. FrameBuilder.Binary(payload), .. FrameBuilder.Fragments(Opcode.Binary, payload, [2])],
            ReaderEvent.Binary(payload),
            ReaderEvent.Binary(payload));
    }

    [Theory]
    [InlineData("FF")]
    [InlineData("C3")]
    [InlineData("EDA080")]
    [InlineData("F4908080")]
    public void A_close_reason_that_is_not_utf8_is_refused_with_1007(string hex)
    {
        Violates(FrameBuilder.Close(1000, Convert.FromHexString(hex)), ProtocolRule.CloseReasonNotUtf8);
        Assert.Equal(1007, new ProtocolViolation(ProtocolRule.CloseReasonNotUtf8).CloseCode);
    }
}
