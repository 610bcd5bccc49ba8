using System.Text;
using Endpoints.Generated;

namespace Endpoints.Runtime.Tests.Generated;

public class MessageDiscriminatorTests
{
    [Theory]
    [InlineData("""{"type":"say"}""", "say")]
    [InlineData("""{"a":[1,{"type":"no"}],"type":"say"}""", "say")]
    [InlineData("""/* c */{"a":1,/* c */"type":"say",}""", "say")]
    [InlineData("""{"type":"s\u0061y"}""", "say")]
    [InlineData("""{"type":"say""", "")]
    [InlineData("""{"type":"say"   oops""", "say")]
    [InlineData("""{"type":1}""", "")]
    [InlineData("""{"a":1}""", "")]
    [InlineData("""["type"]""", "")]
    [InlineData("null", "")]
    [InlineData("", "")]
    public void The_text_is_that_of_the_outermost_objects_property(string message, string expected)
    {
        Span<byte> scratch = stackalloc byte[18];
        Assert.Equal(expected, Encoding.UTF8.GetString(MessageDiscriminator.Read(Encoding.UTF8.GetBytes(message), "type"u8, scratch).Text));
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("-2147483648", int.MinValue)]
    public void A_number_is_read(string number, int expected)
    {
        var discriminator = MessageDiscriminator.Read(Encoding.UTF8.GetBytes($$"""{"type":{{number}}}"""), "type"u8, default);

        Assert.True(discriminator.IsNumber);
        Assert.Equal(expected, discriminator.Number);
    }

    [Theory]
    [InlineData("7.5")]
    [InlineData("2147483648")]
    [InlineData("\"7\"")]
    public void Another_number_or_a_text_is_none(string value) =>
        Assert.False(MessageDiscriminator.Read(Encoding.UTF8.GetBytes($$"""{"type":{{value}}}"""), "type"u8, default).IsNumber);

    [Fact]
    public void An_escaped_text_that_does_not_fit_is_unknown_and_named()
    {
        Span<byte> scratch = stackalloc byte[6];
        var discriminator = MessageDiscriminator.Read("""{"type":"\u0061b"}"""u8, "type"u8, scratch);

        Assert.True(discriminator.Text.IsEmpty);
        Assert.Equal("""Unknown message type \u0061b.""", discriminator.Unknown().CloseReason);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_no_text()
    {
        Span<byte> scratch = stackalloc byte[18];
        Assert.Equal("The message is not a JSON object.", MessageDiscriminator.Read("""{"type":"\ud83d"}"""u8, "type"u8, scratch).Unknown().CloseReason);
    }

    [Fact]
    public void Deeply_nested_objects_before_the_discriminator_are_refused_and_not_followed()
    {
        var message = "{\"a\":" + new string('[', 100_000) + new string(']', 100_000) + ",\"type\":\"say\"}";

        Assert.Equal(
            "The message is not a JSON object.",
            MessageDiscriminator.Read(Encoding.UTF8.GetBytes(message), "type"u8, default).Unknown().CloseReason);
    }

    [Theory]
    [InlineData("a\r\nb", """Unknown message type "a\u{D}\u{A}b".""")]
    [InlineData("\u202Ex\u2028", """Unknown message type "\u{202E}x\u{2028}".""")]
    [InlineData("\u001B[31m", """Unknown message type "\u{1B}[31m".""")]
    public void What_could_forge_a_line_is_escaped(string type, string reason)
    {
        var message = "{\"type\":\"" + string.Concat(type.Select(c => $"\\u{(int)c:x4}")) + "\"}";
        Span<byte> scratch = stackalloc byte[200];

        Assert.Equal(reason, MessageDiscriminator.Read(Encoding.UTF8.GetBytes(message), "type"u8, scratch).Unknown().CloseReason);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("\U0001F642")]
    [InlineData("\u00E9")]
    public void The_reason_always_fits_a_close_frame(string character)
    {
        for (var length = 50; length < 200; length++)
        {
            var message = Encoding.UTF8.GetBytes("{\"type\":\"" + string.Concat(Enumerable.Repeat(character, length)) + "\"}");
            var reason = MessageDiscriminator.Read(message, "type"u8, default).Unknown().CloseReason;
            Assert.InRange(Encoding.UTF8.GetByteCount(reason), 1, CloseStatus.MaxReasonSize);
            Assert.DoesNotContain('\uFFFD', reason);
        }

        var property = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(character, 300)));
        Assert.InRange(
            Encoding.UTF8.GetByteCount(MessageDiscriminator.Read("{}"u8, property, default).Unknown().CloseReason), 1, CloseStatus.MaxReasonSize);
    }
}
