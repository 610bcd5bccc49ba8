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
    public void A_status_that_refuses_nothing_is_the_callers_error() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => HandshakeResponseWriter.TryWriteRejection(new byte[512], 200, "", out _));
}
