using System.Text;
using Endpoints.Protocol;

namespace Endpoints.Runtime.Tests.Protocol;

public class ClosePayloadTests
{
    [Fact]
    public void An_empty_payload_reads_as_no_status()
    {
        Assert.Equal(ProtocolRule.None, ClosePayload.Read([], out int code, out ReadOnlySpan<byte> reason));
        Assert.Equal(1005, code);
        Assert.True(reason.IsEmpty);
    }

    [Fact]
    public void A_code_and_a_reason_are_read()
    {
        ProtocolRule rule = ClosePayload.Read([0x0F, 0xA1, .. "über"u8], out int code, out ReadOnlySpan<byte> reason);

        Assert.Equal(ProtocolRule.None, rule);
        Assert.Equal(4001, code);
        Assert.Equal("über", Encoding.UTF8.GetString(reason));
    }

    [Theory]
    [InlineData(new byte[] { 0x03 }, (int)ProtocolRule.ClosePayloadOneByte)]
    [InlineData(new byte[] { 0x03, 0xED }, (int)ProtocolRule.CloseCodeInvalid)]
    [InlineData(new byte[] { 0x03, 0xE8, 0xC3 }, (int)ProtocolRule.CloseReasonNotUtf8)]
    [InlineData(new byte[] { 0x03, 0xE8, 0xFF }, (int)ProtocolRule.CloseReasonNotUtf8)]
    [InlineData(new byte[] { 0x03, 0xED, 0xFF }, (int)ProtocolRule.CloseCodeInvalid)]
    public void A_faulty_payload_names_its_rule_and_says_nothing_else(byte[] payload, int rule)
    {
        Assert.Equal((ProtocolRule)rule, ClosePayload.Read(payload, out int code, out ReadOnlySpan<byte> reason));
        Assert.Equal(1005, code);
        Assert.True(reason.IsEmpty);
    }

    [Fact]
    public void Exactly_the_codes_of_the_registry_and_the_two_open_ranges_are_read()
    {
        for (int code = 0; code <= ushort.MaxValue; code++)
        {
            bool expected = code is 1000 or 1001 or 1002 or 1003 or 1007 or 1008 or 1009 or 1010 or 1011 or 1012 or 1013 or 1014
                || (code >= 3000 && code < 5000);

            ProtocolRule rule = ClosePayload.Read([(byte)(code >> 8), (byte)code], out int read, out _);

            Assert.Equal(expected ? ProtocolRule.None : ProtocolRule.CloseCodeInvalid, rule);
            Assert.Equal(expected ? code : 1005, read);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("bye")]
    [InlineData("größer ∀ 🎈")]
    public void What_is_written_reads_back(string text)
    {
        Span<byte> fromChars = stackalloc byte[125];
        Span<byte> fromUtf8 = stackalloc byte[125];

        int charsLength = ClosePayload.Write(fromChars, 1000, text);
        int utf8Length = ClosePayload.Write(fromUtf8, 1000, Encoding.UTF8.GetBytes(text));

        Assert.True(fromChars[..charsLength].SequenceEqual(fromUtf8[..utf8Length]));
        Assert.Equal(ProtocolRule.None, ClosePayload.Read(fromChars[..charsLength], out int code, out ReadOnlySpan<byte> reason));
        Assert.Equal(1000, code);
        Assert.Equal(text, Encoding.UTF8.GetString(reason));
    }

    [Theory]
    [InlineData(123, "", 123)]
    [InlineData(124, "", 123)]
    [InlineData(121, "é", 123)]
    [InlineData(122, "é", 122)]
    [InlineData(121, "∀", 121)]
    [InlineData(120, "∀", 123)]
    [InlineData(119, "🎈", 123)]
    [InlineData(120, "🎈", 120)]
    [InlineData(122, "🎈", 122)]
    public void A_reason_is_cut_at_123_bytes_and_never_within_a_code_point(int asciiBytes, string end, int kept)
    {
        string text = new string('a', asciiBytes) + end;
        byte[] fromChars = new byte[200];
        byte[] fromUtf8 = new byte[200];

        Assert.Equal(2 + kept, ClosePayload.Write(fromChars, 4000, text));
        Assert.Equal(2 + kept, ClosePayload.Write(fromUtf8, 4000, Encoding.UTF8.GetBytes(text)));

        Assert.Equal(fromChars, fromUtf8);
        Assert.Equal(ProtocolRule.None, ClosePayload.Read(fromChars.AsSpan(0, 2 + kept), out _, out _));
    }

    [Fact]
    public void A_reason_is_cut_to_a_smaller_destination_too()
    {
        byte[] destination = new byte[4];

        Assert.Equal(3, ClosePayload.Write(destination, 1001, "aé"));
        Assert.Equal([0x03, 0xE9, (byte)'a', 0], destination);
        Assert.Equal(2, ClosePayload.Write(destination.AsSpan(0, 2), 1001, "a"u8));
    }

    [Fact]
    public void A_lone_surrogate_is_replaced()
    {
        byte[] destination = new byte[125];

        int length = ClosePayload.Write(destination, 1000, "a\uD800b");

        Assert.Equal("a\uFFFDb", Encoding.UTF8.GetString(destination.AsSpan(2, length - 2)));
    }

    [Theory]
    [InlineData(999)]
    [InlineData(1005)]
    [InlineData(1006)]
    [InlineData(1015)]
    [InlineData(5000)]
    public void A_code_that_only_describes_cannot_be_written(int code)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ClosePayload.Write(new byte[125], code, "x"u8));
    }
}
