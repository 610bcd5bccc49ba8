using System.Text;
using Endpoints.Handshake;

namespace Endpoints.Runtime.Tests.Handshake;

/// <summary>The head of a response, as a client reads it (RFC 9112 section 4).</summary>
public sealed class ResponseHeadParserTests
{
    private const int Limit = 1024;
    private const string Good = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nX-Empty:\r\nX-Padded: \t a b \t\r\n\r\n";

    [Fact]
    public void A_whole_head_is_read_and_what_follows_is_left_alone()
    {
        var read = Parse(Good + "\u0081\u0000\n");
        Assert.Equal((RequestHeadStatus.Complete, ResponseFault.None, Good.Length), (read.Status, read.Fault, read.Consumed));
        Assert.Equal("101 [Switching Protocols] Upgrade=[websocket] X-Empty=[] X-Padded=[a b]", read.Text);
    }

    [Theory]
    [InlineData("HTTP/1.1 404 \r\n\r\n", "404 []")]
    [InlineData("HTTP/1.1 404\r\n\r\n", "404 []")]
    [InlineData("HTTP/1.1 999 \u00fc x\r\n\r\n", "999 [\u00fc x]")]
    public void A_reason_may_be_missing_or_anything(string head, string text) => Assert.Equal(text, Parse(head).Text);

    [Fact]
    public void A_head_cut_anywhere_needs_more_and_goes_on_where_it_was()
    {
        var progress = default(HeadProgress);
        var fields = new HeaderField[8];
        var bytes = Encoding.Latin1.GetBytes(Good);
        for (var length = 0; length < bytes.Length; length++)
        {
            var status = ResponseHeadParser.TryParse(bytes.AsSpan(0, length), fields, Limit, ref progress, out _, out var consumed, out var fault);
            Assert.Equal((RequestHeadStatus.NeedMore, ResponseFault.None, 0), (status, fault, consumed));
        }

        var last = ResponseHeadParser.TryParse(bytes, fields, Limit, ref progress, out var head, out _, out _);
        Assert.Equal(RequestHeadStatus.Complete, last);
        Assert.Equal((101, 3), (head.StatusCode, head.Fields.HeaderCount));
    }

    [Theory]
    [InlineData("HTTP/1.0 101 x\r\n\r\n", ResponseFault.HttpVersionNotSupported)]
    [InlineData("HTTP/2", ResponseFault.HttpVersionNotSupported)]
    [InlineData("http/1.1 101 x\r\n\r\n", ResponseFault.StatusLineMalformed)]
    [InlineData("X", ResponseFault.StatusLineMalformed)]
    [InlineData("\r\nHTTP/1.1 101 x\r\n\r\n", ResponseFault.StatusLineMalformed)]
    [InlineData("HTTP/1.1 10 x\r\n\r\n", ResponseFault.StatusLineMalformed)]
    [InlineData("HTTP/1.1 1011 x\r\n\r\n", ResponseFault.StatusLineMalformed)]
    [InlineData("HTTP/1.1 1x1 x\r\n\r\n", ResponseFault.StatusLineMalformed)]
    [InlineData("HTTP/1.1 099 x\r\n\r\n", ResponseFault.StatusLineMalformed)]
    [InlineData("HTTP/1.1 101 a\u0001\r\n\r\n", ResponseFault.StatusLineMalformed)]
    [InlineData("HTTP/1.1 101 x\n\r\n", ResponseFault.LineMalformed)]
    [InlineData("HTTP/1.1 101 x\r\nA: b\rc\r\n\r\n", ResponseFault.LineMalformed)]
    [InlineData("HTTP/1.1 101 x\r\nA: \0\r\n\r\n", ResponseFault.LineMalformed)]
    [InlineData("HTTP/1.1 101 x\r\n A: folded\r\n\r\n", ResponseFault.HeaderMalformed)]
    [InlineData("HTTP/1.1 101 x\r\nNo colon\r\n\r\n", ResponseFault.HeaderMalformed)]
    [InlineData("HTTP/1.1 101 x\r\nA : b\r\n\r\n", ResponseFault.HeaderMalformed)]
    [InlineData("HTTP/1.1 101 x\r\nA: b\u0007\r\n\r\n", ResponseFault.HeaderMalformed)]
    public void What_breaks_a_rule_is_malformed(string head, object fault) =>
        Assert.Equal((RequestHeadStatus.Malformed, (ResponseFault)fault), (Parse(head).Status, Parse(head).Fault));

    [Fact]
    public void A_head_at_the_limit_is_read_and_one_past_it_is_not()
    {
        var atLimit = Good.Replace("X-Empty:", "X-Empty: " + new string('x', Limit - Good.Length - 1), StringComparison.Ordinal);
        Assert.Equal(Limit, atLimit.Length);
        Assert.Equal(RequestHeadStatus.Complete, Parse(atLimit).Status);
        Assert.Equal(ResponseFault.HeadTooLarge, Parse(atLimit.Replace("xx", "xxx", StringComparison.Ordinal)).Fault);
        Assert.Equal(ResponseFault.HeadTooLarge, Parse("HTTP/1.1 101 " + new string('x', Limit)).Fault);
    }

    [Fact]
    public void As_many_headers_are_read_as_there_is_room_for()
    {
        Assert.Equal(RequestHeadStatus.Complete, Parse(Good, 3).Status);
        Assert.Equal(ResponseFault.TooManyHeaders, Parse(Good, 2).Fault);
    }

    [Fact]
    public void Every_fault_has_a_description_and_nothing_else_has()
    {
        foreach (var fault in Enum.GetValues<ResponseFault>().Where(fault => fault != ResponseFault.None))
        {
            Assert.EndsWith(".", ResponseFaults.Describe(fault), StringComparison.Ordinal);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => ResponseFaults.Describe(ResponseFault.None));
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    [InlineData(103, true)]
    [InlineData(199, true)]
    [InlineData(200, false)]
    public void Another_response_follows_an_interim_one(int status, bool isInterim)
    {
        var progress = default(HeadProgress);
        _ = ResponseHeadParser.TryParse(
            Encoding.ASCII.GetBytes($"HTTP/1.1 {status} x\r\n\r\n"), new HeaderField[1], Limit, ref progress, out var head, out _, out _);
        Assert.Equal(isInterim, head.IsInterim);
    }

    private static (RequestHeadStatus Status, ResponseFault Fault, int Consumed, string Text) Parse(string text, int room = 8)
    {
        var progress = default(HeadProgress);
        var status = ResponseHeadParser.TryParse(
            Encoding.Latin1.GetBytes(text), new HeaderField[room], Limit, ref progress, out var head, out var consumed, out var fault);
        if (status != RequestHeadStatus.Complete)
        {
            return (status, fault, consumed, "");
        }

        var shown = new StringBuilder($"{head.StatusCode} [{Encoding.Latin1.GetString(head.Reason)}]");
        for (var i = 0; i < head.Fields.HeaderCount; i++)
        {
            shown.Append($" {Encoding.ASCII.GetString(head.Fields.GetName(i))}=[{Encoding.Latin1.GetString(head.Fields.GetValue(i))}]");
        }

        return (status, fault, consumed, shown.ToString());
    }
}
