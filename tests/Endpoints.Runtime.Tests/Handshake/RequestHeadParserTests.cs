using System.Text;
using Endpoints.Handshake;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Endpoints.Runtime.Tests.Handshake;

public sealed class RequestHeadParserTests
{
    private const int Limit = 1024;
    private const string Good =
        "GET /chat?room=1 HTTP/1.1\r\nHost: example.com:8080\r\nX-Empty:\r\nX-Padded: \t a b \t\r\nUpgrade: websocket\r\n\r\n";

    [Fact]
    public void A_whole_head_is_read()
    {
        var (status, fault, consumed, text) = Parse(Good);
        Assert.Equal((RequestHeadStatus.Complete, RequestHeadFault.None, Good.Length), (status, fault, consumed));
        Assert.Equal("GET /chat?room=1 [Host]=[example.com:8080] [X-Empty]=[] [X-Padded]=[a b] [Upgrade]=[websocket]", text);
    }

    [Fact]
    public void What_follows_the_head_is_left_alone()
    {
        var (status, _, consumed, text) = Parse(Good + "\0\n\r\u0081\u0085");
        Assert.Equal((RequestHeadStatus.Complete, Good.Length), (status, consumed));
        Assert.Equal(Parse(Good).Text, text);
    }

    [Fact]
    public void A_head_cut_anywhere_needs_more_and_is_then_read_the_same()
    {
        for (var length = 0; length < Good.Length; length++)
        {
            var cut = Parse(Good[..length]);
            Assert.Equal((RequestHeadStatus.NeedMore, RequestHeadFault.None, 0), (cut.Status, cut.Fault, cut.Consumed));
        }
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\nHost: a\r\n\r\n", RequestHeadFault.BareLineFeed)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\n\r\n", RequestHeadFault.BareLineFeed)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n\n", RequestHeadFault.BareLineFeed)]
    [InlineData("\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", RequestHeadFault.BareLineFeed)]
    [InlineData("GET / HTTP/1.1\rHost: a\r\n\r\n", RequestHeadFault.BareCarriageReturn)]
    [InlineData("GET / HTTP/1.1\r\r\nHost: a\r\n\r\n", RequestHeadFault.BareCarriageReturn)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\rb\r\n\r\n", RequestHeadFault.BareCarriageReturn)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n\rx", RequestHeadFault.BareCarriageReturn)]
    [InlineData("GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n", RequestHeadFault.NullByte)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\0\r\n\r\n", RequestHeadFault.NullByte)]
    [InlineData("\u0016\u0003\u0001\u0000\u0005", RequestHeadFault.NullByte)] // a TLS client hello
    [InlineData("\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", RequestHeadFault.RequestLineMalformed)]
    [InlineData("GET\r\nHost: a\r\n\r\n", RequestHeadFault.RequestLineMalformed)]
    [InlineData("GET /\r\nHost: a\r\n\r\n", RequestHeadFault.RequestLineMalformed)]
    [InlineData("GET  / HTTP/1.1\r\nHost: a\r\n\r\n", RequestHeadFault.RequestLineMalformed)]
    [InlineData("GET /  HTTP/1.1\r\nHost: a\r\n\r\n", RequestHeadFault.RequestLineMalformed)]
    [InlineData("GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", RequestHeadFault.RequestLineMalformed)]
    [InlineData("GET / HTTP/1.1 \r\nHost: a\r\n\r\n", RequestHeadFault.RequestLineMalformed)]
    [InlineData(" GET / HTTP/1.1\r\nHost: a\r\n\r\n", RequestHeadFault.RequestLineMalformed)]
    [InlineData("GET HTTP/1.1\r\nHost: a\r\n\r\n", RequestHeadFault.RequestLineMalformed)]
    [InlineData("G(T / HTTP/1.1\r\nHost: a\r\n\r\n", RequestHeadFault.RequestLineMalformed)]
    [InlineData("GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n", RequestHeadFault.RequestLineMalformed)]
    [InlineData("GET / http/1.1\r\nHost: a\r\n\r\n", RequestHeadFault.RequestLineMalformed)]
    [InlineData("GET / HTTP/1.10\r\nHost: a\r\n\r\n", RequestHeadFault.RequestLineMalformed)]
    [InlineData("GET / HTTP/1\r\nHost: a\r\n\r\n", RequestHeadFault.RequestLineMalformed)]
    [InlineData("GET / HTTP/1.0\r\nHost: a\r\n\r\n", RequestHeadFault.HttpVersionNotSupported)]
    [InlineData("GET / HTTP/1.2\r\nHost: a\r\n\r\n", RequestHeadFault.HttpVersionNotSupported)]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", RequestHeadFault.HttpVersionNotSupported)]
    [InlineData("GET /a\tb HTTP/1.1\r\nHost: a\r\n\r\n", RequestHeadFault.TargetMalformed)]
    [InlineData("GET /\u00e4 HTTP/1.1\r\nHost: a\r\n\r\n", RequestHeadFault.TargetMalformed)]
    [InlineData("GET /\u007f HTTP/1.1\r\nHost: a\r\n\r\n", RequestHeadFault.TargetMalformed)]
    [InlineData("GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n", RequestHeadFault.TargetMalformed)]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", RequestHeadFault.TargetMalformed)]
    [InlineData("CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n", RequestHeadFault.TargetMalformed)]
    [InlineData("GET chat HTTP/1.1\r\nHost: a\r\n\r\n", RequestHeadFault.TargetMalformed)]
    [InlineData("GET ftp://a/ HTTP/1.1\r\nHost: a\r\n\r\n", RequestHeadFault.TargetMalformed)]
    [InlineData("GET http://u@a/ HTTP/1.1\r\nHost: a\r\n\r\n", RequestHeadFault.TargetMalformed)]
    [InlineData("GET http:///x HTTP/1.1\r\nHost: a\r\n\r\n", RequestHeadFault.TargetMalformed)]
    [InlineData("GET http://a?x HTTP/1.1\r\nHost: a\r\n\r\n", RequestHeadFault.TargetMalformed)]
    [InlineData("GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n", RequestHeadFault.HostMalformed)]
    [InlineData("GET http://a:81/ HTTP/1.1\r\nHost: a\r\n\r\n", RequestHeadFault.HostMalformed)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\n 2\r\n\r\n", RequestHeadFault.FoldedHeader)]
    [InlineData("GET / HTTP/1.1\r\n\tHost: a\r\n\r\n", RequestHeadFault.FoldedHeader)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX\r\n\r\n", RequestHeadFault.HeaderWithoutColon)]
    [InlineData("GET / HTTP/1.1\r\nHost : a\r\n\r\n", RequestHeadFault.SpaceBeforeColon)]
    [InlineData("GET / HTTP/1.1\r\nHost\t: a\r\n\r\n", RequestHeadFault.SpaceBeforeColon)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n: x\r\n\r\n", RequestHeadFault.HeaderNameMalformed)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX Y: x\r\n\r\n", RequestHeadFault.HeaderNameMalformed)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n\u00c4: x\r\n\r\n", RequestHeadFault.HeaderNameMalformed)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX: a\u0001b\r\n\r\n", RequestHeadFault.HeaderValueMalformed)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX: \u007f\r\n\r\n", RequestHeadFault.HeaderValueMalformed)]
    [InlineData("GET / HTTP/1.1\r\n\r\n", RequestHeadFault.HostMissing)]
    [InlineData("GET / HTTP/1.1\r\nHost2: a\r\n\r\n", RequestHeadFault.HostMissing)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nhOST: a\r\n\r\n", RequestHeadFault.HostMalformed)]
    [InlineData("GET / HTTP/1.1\r\nHost:\r\n\r\n", RequestHeadFault.HostMalformed)]
    [InlineData("GET / HTTP/1.1\r\nHost: a b\r\n\r\n", RequestHeadFault.HostMalformed)]
    [InlineData("GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", RequestHeadFault.HostMalformed)]
    [InlineData("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", RequestHeadFault.HostMalformed)]
    [InlineData("GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", RequestHeadFault.HostMalformed)]
    [InlineData("GET / HTTP/1.1\r\nHost: a:65536\r\n\r\n", RequestHeadFault.HostMalformed)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nContent-Length: 1\r\n\r\n", RequestHeadFault.BodyWithUpgrade)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nContent-Length: 0, 1\r\n\r\n", RequestHeadFault.BodyWithUpgrade)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nContent-Length: -0\r\n\r\n", RequestHeadFault.BodyWithUpgrade)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nContent-Length:\r\n\r\n", RequestHeadFault.BodyWithUpgrade)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\ncontent-length: 5\r\nUpgrade: x\r\n\r\n", RequestHeadFault.BodyWithUpgrade)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nTransfer-Encoding: chunked\r\n\r\n", RequestHeadFault.BodyWithUpgrade)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nUpgrade: h2c\r\nTRANSFER-ENCODING: \r\n\r\n", RequestHeadFault.BodyWithUpgrade)]
    internal void A_broken_rule_is_named(string input, RequestHeadFault expected)
    {
        var (status, fault, consumed, _) = Parse(input);
        Assert.Equal((RequestHeadStatus.Malformed, expected, 0), (status, fault, consumed));
        Assert.Equal(expected == RequestHeadFault.HttpVersionNotSupported ? 505 : 400, RequestHeadFaults.GetStatusCode(fault));
    }

    [Fact]
    public void A_fault_is_found_no_later_than_with_the_line_that_has_it()
    {
        const string Start = "GET / HTTP/1.1\r\nHost: a\r\nBad Name: x\r\n";
        Assert.Equal(RequestHeadStatus.NeedMore, Parse(Start[..^1]).Status);
        Assert.Equal(RequestHeadFault.HeaderNameMalformed, Parse(Start).Fault);
    }

    [Theory]
    [InlineData("GET http://example.com/a?b HTTP/1.1\r\nHost: example.com\r\n\r\n", "/a?b")]
    [InlineData("GET HTTP://EXAMPLE.com:80/ HTTP/1.1\r\nHost: example.com\r\n\r\n", "/")]
    [InlineData("GET https://example.com HTTP/1.1\r\nHost: example.com:443\r\n\r\n", "/")]
    [InlineData("GET http://[::1]:81/x HTTP/1.1\r\nHost: [::1]:81\r\n\r\n", "/x")]
    public void A_target_in_absolute_form_becomes_path_and_query(string input, string target) =>
        Assert.StartsWith($"GET {target} [Host]", Parse(input).Text, StringComparison.Ordinal);

    [Theory]
    [InlineData("\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n")] // one empty line before the request, RFC 9112 section 2.2
    [InlineData("get / HTTP/1.1\r\nHost: a\r\n\r\n")] // another method, refused later with 405
    [InlineData("GET / HTTP/1.1\r\nHost:a\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a:\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX: \u00e4\ttab\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello")] // no upgrade: somebody else's request
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nContent-Length: 0\r\n\r\n")]
    public void What_RFC_9112_allows_is_taken(string input)
    {
        var (status, fault, consumed, _) = Parse(input);
        Assert.Equal((RequestHeadStatus.Complete, RequestHeadFault.None), (status, fault));
        Assert.Equal(input.IndexOf("\r\n\r\n", 2, StringComparison.Ordinal) + 4, consumed);
    }

    [Fact]
    public void A_head_as_large_as_the_limit_is_taken_and_one_byte_more_is_431()
    {
        var head = Sized(Limit);
        Assert.Equal((RequestHeadStatus.Complete, Limit), (Parse(head).Status, Parse(head).Consumed));
        Assert.Equal((RequestHeadStatus.Complete, Limit), (Parse(head + "frames").Status, Parse(head + "frames").Consumed));
        Assert.Equal(RequestHeadStatus.NeedMore, Parse(head[..^1]).Status);

        var larger = Parse(Sized(Limit + 1));
        Assert.Equal((RequestHeadStatus.Malformed, RequestHeadFault.HeadTooLarge), (larger.Status, larger.Fault));
        Assert.Equal(RequestHeadStatus.NeedMore, Parse(Sized(Limit + 1)[..(Limit - 1)]).Status);
        Assert.Equal(RequestHeadFault.HeadTooLarge, Parse(Sized(Limit + 1)[..Limit]).Fault);
        Assert.Equal(431, RequestHeadFaults.GetStatusCode(larger.Fault));

        static string Sized(int size)
        {
            const string Start = "GET / HTTP/1.1\r\nHost: a\r\nX: ";
            return Start + new string('x', size - Start.Length - 4) + "\r\n\r\n";
        }
    }

    [Fact]
    public void A_request_line_that_does_not_end_within_the_limit_is_414()
    {
        Assert.Equal(RequestHeadStatus.NeedMore, Parse("GET /" + new string('x', Limit - 6)).Status);
        var (status, fault, _, _) = Parse("GET /" + new string('x', Limit - 5));
        Assert.Equal((RequestHeadStatus.Malformed, RequestHeadFault.TargetTooLong), (status, fault));
        Assert.Equal(414, RequestHeadFaults.GetStatusCode(fault));
    }

    [Fact]
    public void As_many_headers_as_there_is_room_for_are_taken_and_one_more_is_431()
    {
        const string Four = "GET / HTTP/1.1\r\nHost: a\r\nB: b\r\nC: c\r\nD: d\r\n";
        Assert.Equal(RequestHeadStatus.Complete, Parse(Four + "\r\n", fieldCount: 4).Status);
        var (status, fault, _, _) = Parse(Four + "\r\n", fieldCount: 3);
        Assert.Equal((RequestHeadStatus.Malformed, RequestHeadFault.TooManyHeaders), (status, fault));
        Assert.Equal(431, RequestHeadFaults.GetStatusCode(fault));
    }

    [Fact]
    public void Whether_the_transport_is_secure_is_passed_on()
    {
        RequestHeadParser.TryParse(Encoding.ASCII.GetBytes(Good), new HeaderField[8], Limit, isSecure: true, out var head, out _, out _);
        Assert.True(head.IsSecure);
    }

    [Fact]
    public void Every_fault_has_a_status_and_a_sentence_with_its_rule()
    {
        foreach (var fault in Enum.GetValues<RequestHeadFault>().Where(fault => fault != RequestHeadFault.None))
        {
            Assert.InRange(RequestHeadFaults.GetStatusCode(fault), 400, 505);
            Assert.Matches(@"^[\x20-\x7E]+ \(RFC \d+ section[^)]+\)\.$", RequestHeadFaults.Describe(fault));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => RequestHeadFaults.GetStatusCode(RequestHeadFault.None));
        Assert.Throws<ArgumentOutOfRangeException>(() => RequestHeadFaults.Describe((RequestHeadFault)99));
    }

    [Property(MaxTest = 1000)]
    public Property More_bytes_never_change_a_decision_that_was_made()
    {
        string[] pieces =
        [
            "GET ", "/ ", "HTTP/1.1", "HTTP/2.0", "\r\n", "\r\n", "\r\n", "\r", "\n", "\0", "Host: a\r\n", "Host: b",
            "Upgrade: websocket\r\n", "X", ":", " ", "\t",
            "Content-Length: 5\r\n", "\u00ff", "GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nHost: a\r\n", new string('x', Limit / 2),
        ];
        return Prop.ForAll(Gen.Elements(pieces).ListOf().Select(string.Concat).ToArbitrary(), input =>
        {
            var last = Parse("");
            for (var length = 1; length <= input.Length; length++)
            {
                var next = Parse(input[..length]);
                Assert.True(last.Status == RequestHeadStatus.NeedMore || next == last, $"{last} became {next}");
                if (last.Status == RequestHeadStatus.NeedMore && next.Status == RequestHeadStatus.Complete)
                {
                    Assert.Equal(length, next.Consumed);
                }

                last = next;
            }
        });
    }

    private static (RequestHeadStatus Status, RequestHeadFault Fault, int Consumed, string Text) Parse(string input, int fieldCount = 16)
    {
        var status = RequestHeadParser.TryParse(
            Encoding.Latin1.GetBytes(input), new HeaderField[fieldCount], Limit, false, out var head, out var consumed, out var fault);
        var text = new StringBuilder();
        text.Append(Encoding.Latin1.GetString(head.Method)).Append(' ').Append(Encoding.Latin1.GetString(head.Target));
        for (var i = 0; i < head.HeaderCount; i++)
        {
            text.Append($" [{Encoding.Latin1.GetString(head.GetName(i))}]=[{Encoding.Latin1.GetString(head.GetValue(i))}]");
        }

        return (status, fault, consumed, text.ToString());
    }
}
