using System.Text;
using Endpoints.Handshake;

namespace Endpoints.Runtime.Tests.Handshake;

/// <summary>A head that comes in pieces is read like one that comes at once, and no piece of it twice.</summary>
public class HeadProgressTests
{
    private const int Limit = 256;
    private const int MaxHeaders = 6;

    private const string Good = "GET /chat?x=1 HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";

    public static TheoryData<string> Heads =>
    [
        Good,
        "\r\n" + Good,
        "\r\n\r\n" + Good,
        Good + "behind",
        "GET http://a/b?c HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.0\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\nHost: a\n\n",
        "GET / HTTP/1.1\r\nHost: a\rX: y\r\n\r\n",
        "GET / HTTP/1.1\r\nHost\0: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n",
        "GET / HTTP/1.1\r\nno colon\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\n" + string.Concat(Enumerable.Repeat("X: y\r\n", MaxHeaders)) + "\r\n",
        "GET /" + new string('x', Limit),
        "GET / HTTP/1.1\r\nHost: a\r\nX: " + new string('x', Limit),
        "\u0016\u0003\u0001",
        new string('\r', 3),
    ];

    private static string Describe(RequestHeadStatus status, HandshakeHead head, int consumed, RequestHeadFault fault)
    {
        var text = new StringBuilder($"{status} {fault} {consumed}");
        if (status == RequestHeadStatus.Complete)
        {
            text.Append($" {Encoding.ASCII.GetString(head.Method)} {Encoding.ASCII.GetString(head.Target)}");
            for (var i = 0; i < head.HeaderCount; i++)
            {
                text.Append($" [{Encoding.ASCII.GetString(head.GetName(i))}={Encoding.ASCII.GetString(head.GetValue(i))}]");
            }
        }

        return text.ToString();
    }

    private static string AtOnce(ReadOnlySpan<byte> input)
    {
        var status = RequestHeadParser.TryParse(input, new HeaderField[MaxHeaders], Limit, isSecure: false, out var head, out var consumed, out var fault);
        return Describe(status, head, consumed, fault);
    }

    private static string GoOn(ReadOnlySpan<byte> input, HeaderField[] fields, ref HeadProgress progress, out RequestHeadStatus status)
    {
        status = RequestHeadParser.TryParse(input, fields, Limit, isSecure: false, ref progress, out var head, out var consumed, out var fault);
        return Describe(status, head, consumed, fault);
    }

    [Theory]
    [MemberData(nameof(Heads))]
    public void In_pieces_of_any_size_the_verdict_is_that_of_the_whole_at_each_step(string text)
    {
        var input = Encoding.Latin1.GetBytes(text);
        for (var step = 1; step <= 30; step++)
        {
            var fields = new HeaderField[MaxHeaders];
            var progress = default(HeadProgress);
            for (var length = step; length < input.Length + step; length += step)
            {
                var prefix = input.AsSpan(0, Math.Min(length, input.Length));

                Assert.Equal(AtOnce(prefix), GoOn(prefix, fields, ref progress, out var status));

                if (status != RequestHeadStatus.NeedMore)
                {
                    break;
                }
            }
        }
    }

    [Fact]
    public void What_was_searched_is_not_looked_at_again()
    {
        var input = Encoding.ASCII.GetBytes(Good);
        var fields = new HeaderField[MaxHeaders];
        var progress = default(HeadProgress);
        var spoilt = new byte[input.Length];
        for (var length = 1; length < input.Length; length++)
        {
            // All that was presented before is NUL now, which is a fault wherever it is seen; but for the last byte, for it may be a CR.
            input.AsSpan(0, length).CopyTo(spoilt);
            spoilt.AsSpan(0, Math.Max(0, length - 2)).Clear();

            GoOn(spoilt.AsSpan(0, length), fields, ref progress, out var status);

            // The end of a line is where it is read, as a whole and once.
            if (input[length - 1] == '\n')
            {
                Assert.Equal(RequestHeadStatus.Malformed, status);
                progress = default;
                GoOn(input.AsSpan(0, length), fields, ref progress, out status);
            }

            Assert.Equal(RequestHeadStatus.NeedMore, status);
        }
    }
}
