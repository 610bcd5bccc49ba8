using System.Text;
using Endpoints.Handshake;

namespace Endpoints.Runtime.Tests.Handshake;

public sealed class HandshakeResponseWriterTests
{
    private const string UpgradeHeaders = "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n";

    private static readonly byte[] Key = "Uc9l9TMkWGbHFD2qnFHltg=="u8.ToArray();

    [Theory]
    [InlineData("v10.stomp", "Sec-WebSocket-Protocol: v10.stomp\r\n")]
    [InlineData("", "")]
    public void The_acceptance_has_these_headers_in_this_order_and_no_others(string protocol, string protocolLine)
    {
        var expected = "HTTP/1.1 101 Switching Protocols\r\n"
            + "Upgrade: websocket\r\n"
            + "Connection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: 1qVdfYHU9hPOl4JYYNXF623Gzn0=\r\n"
            + protocolLine
            + "\r\n";
        Assert.Equal(expected.Length, HandshakeResponseWriter.GetAcceptanceSize(protocol.Length));

        var destination = new byte[expected.Length];
        Assert.True(HandshakeResponseWriter.TryWriteAcceptance(destination, Key, Encoding.ASCII.GetBytes(protocol), out var written));
        Assert.Equal(expected, Encoding.ASCII.GetString(destination, 0, written));

        var shorter = destination.AsSpan(1);
        Assert.False(HandshakeResponseWriter.TryWriteAcceptance(shorter, Key, Encoding.ASCII.GetBytes(protocol), out written));
        Assert.Equal(0, written);
    }

    [Fact]
    public void Extensions_come_behind_the_protocol()
    {
        var destination = new byte[HandshakeResponseWriter.GetAcceptanceSize("chat".Length, "permessage-deflate".Length)];

        Assert.True(HandshakeResponseWriter.TryWriteAcceptance(destination, Key, "chat"u8, "permessage-deflate"u8, out var written));

        Assert.Equal(destination.Length, written);
        Assert.EndsWith(
            "\r\nSec-WebSocket-Protocol: chat\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n", Encoding.ASCII.GetString(destination));
        Assert.False(HandshakeResponseWriter.TryWriteAcceptance(destination.AsSpan(1), Key, "chat"u8, "permessage-deflate"u8, out _));
    }

    [Theory]
    [InlineData(HandshakeFault.MethodNotAllowed, "405 Method Not Allowed", "Allow: GET\r\n", "close")]
    [InlineData(HandshakeFault.UpgradeRequired, "426 Upgrade Required", UpgradeHeaders, "Upgrade, close")]
    [InlineData(HandshakeFault.VersionNotSupported, "426 Upgrade Required", UpgradeHeaders, "Upgrade, close")]
    [InlineData(HandshakeFault.OriginNotAllowed, "403 Forbidden", "", "close")]
    [InlineData(HandshakeFault.KeyMissing, "400 Bad Request", "", "close")]
    public void A_rejection_says_why_and_what_would_be_accepted(HandshakeFault fault, string status, string headers, string connection)
    {
        var body = HandshakeFaults.Describe(fault);
        var expected = $"HTTP/1.1 {status}\r\n{headers}"
            + $"Content-Type: text/plain\r\nContent-Length: {body.Length}\r\nConnection: {connection}\r\n\r\n{body}";

        var destination = new byte[expected.Length];
        Assert.True(HandshakeResponseWriter.TryWriteRejection(destination, fault, out var written));
        Assert.Equal(expected, Encoding.ASCII.GetString(destination, 0, written));
    }

    [Fact]
    public void A_rejection_that_does_not_fit_is_not_written()
    {
        var whole = new byte[HandshakeResponseWriter.MaxRejectionSize];
        Assert.True(HandshakeResponseWriter.TryWriteRejection(whole, HandshakeFault.UpgradeRequired, out var size));
        for (var length = 0; length < size; length++)
        {
            Assert.False(HandshakeResponseWriter.TryWriteRejection(new byte[length], HandshakeFault.UpgradeRequired, out var written));
            Assert.Equal(0, written);
        }
    }

    [Fact]
    public void Every_rejection_fits_the_size_promised()
    {
        var destination = new byte[HandshakeResponseWriter.MaxRejectionSize];
        foreach (var fault in Enum.GetValues<HandshakeFault>().Where(fault => fault != HandshakeFault.None))
        {
            Assert.True(HandshakeResponseWriter.TryWriteRejection(destination, fault, out _));
        }

        foreach (var fault in Enum.GetValues<RequestHeadFault>().Where(fault => fault != RequestHeadFault.None))
        {
            Assert.True(HandshakeResponseWriter.TryWriteRejection(destination, fault, out var written));
            var status = $"HTTP/1.1 {RequestHeadFaults.GetStatusCode(fault)} ";
            Assert.StartsWith(status, Encoding.ASCII.GetString(destination, 0, written), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Other_headers_come_last_in_an_acceptance()
    {
        var lines = "X-A: 1\r\nX-B: 2\r\n"u8.ToArray();
        var destination = new byte[HandshakeResponseWriter.GetAcceptanceSize("chat".Length, headersLength: lines.Length)];

        Assert.True(HandshakeResponseWriter.TryWriteAcceptance(destination, Key, "chat"u8, extensions: default, lines, out var written));

        Assert.Equal(destination.Length, written);
        Assert.EndsWith("\r\nSec-WebSocket-Protocol: chat\r\nX-A: 1\r\nX-B: 2\r\n\r\n", Encoding.ASCII.GetString(destination));
        Assert.False(HandshakeResponseWriter.TryWriteAcceptance(destination.AsSpan(1), Key, "chat"u8, extensions: default, lines, out _));
    }

    [Theory]
    [InlineData(300, "")]
    [InlineData(302, "Found")]
    [InlineData(401, "Unauthorized")]
    [InlineData(429, "Too Many Requests")]
    [InlineData(599, "")]
    public void A_rejection_may_have_any_status_with_headers_and_a_text_of_its_own(int status, string phrase)
    {
        var lines = "X-A: 1\r\n"u8.ToArray();
        var destination = new byte[HandshakeResponseWriter.GetRejectionSize(lines.Length, "grün")];

        Assert.True(HandshakeResponseWriter.TryWriteRejection(destination, status, "grün", lines, out var written));

        Assert.Equal(
            $"HTTP/1.1 {status} {phrase}\r\nX-A: 1\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 5\r\nConnection: close\r\n\r\ngrün",
            Encoding.UTF8.GetString(destination, 0, written));
    }

    [Theory]
    [InlineData(405, "Allow: GET")]
    [InlineData(503, "Retry-After: 1")]
    public void Headers_that_are_given_replace_those_that_a_status_brings(int status, string own)
    {
        var destination = new byte[HandshakeResponseWriter.MaxRejectionSize];
        Assert.True(HandshakeResponseWriter.TryWriteRejection(destination, status, "", out var written));
        Assert.Contains(own, Encoding.ASCII.GetString(destination, 0, written), StringComparison.Ordinal);

        Assert.True(HandshakeResponseWriter.TryWriteRejection(destination, status, "", "X-A: 1\r\n"u8, out written));
        Assert.DoesNotContain(own, Encoding.ASCII.GetString(destination, 0, written), StringComparison.Ordinal);
    }

    [Fact]
    public void What_426_needs_is_there_whatever_else_is_given()
    {
        var destination = new byte[HandshakeResponseWriter.MaxRejectionSize];

        Assert.True(HandshakeResponseWriter.TryWriteRejection(destination, 426, "", "X-A: 1\r\n"u8, out var written));

        Assert.Contains(UpgradeHeaders + "X-A: 1\r\n", Encoding.ASCII.GetString(destination, 0, written), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(299)]
    [InlineData(304)]
    [InlineData(600)]
    public void A_status_that_refuses_nothing_is_the_callers_error(int status) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => HandshakeResponseWriter.TryWriteRejection(new byte[512], status, "", out _));
}
