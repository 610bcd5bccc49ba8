using Endpoints.Handshake;

namespace Endpoints.Runtime.Tests.Handshake;

public sealed class HandshakeAllocationTests
{
    private static readonly byte[] Accepted = Request("https://a.example.com", "v9, chat.v1");
    private static readonly byte[] WrongOrigin = Request("https://evil.org", "chat.v1");
    private static readonly byte[] WrongProtocol = Request("http://localhost:8080", "v9, v8");

    [Fact]
    public void Reading_deciding_and_answering_allocate_nothing()
    {
        var fields = new HeaderField[32];
        var response = new byte[HandshakeResponseWriter.MaxRejectionSize];
        Run(fields, response);
        Run(fields, response);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var faults = Run(fields, response);
        var after = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(0, after - before);
        Assert.Equal((HandshakeFault.None, HandshakeFault.OriginNotAllowed, HandshakeFault.ProtocolNotAgreed), faults);
    }

    private static (HandshakeFault First, HandshakeFault Second, HandshakeFault Third) Run(HeaderField[] fields, byte[] response)
    {
        (HandshakeFault, HandshakeFault, HandshakeFault) faults = default;
        for (var i = 0; i < 100; i++)
        {
            faults = (Answer(Accepted, fields, response), Answer(WrongOrigin, fields, response), Answer(WrongProtocol, fields, response));
        }

        return faults;
    }

    // The shape of an emitted validator, between the parser and the writer.
    private static HandshakeFault Answer(byte[] request, HeaderField[] fields, byte[] response)
    {
        RequestHeadParser.TryParse(request, fields, 8192, isSecure: false, out var head, out _, out _);
        var fault = Validate(head);
        if (fault == HandshakeFault.None)
        {
            new HeaderLines(head, HandshakeHeaders.WebSocketKey).ReadSingle(out var key);
            HandshakeResponseWriter.TryWriteAcceptance(response, key, "chat.v1"u8, out _);
        }
        else
        {
            HandshakeResponseWriter.TryWriteRejection(response, fault, out _);
        }

        return fault;
    }

    private static HandshakeFault Validate(in HandshakeHead head)
    {
        var fault = HandshakeRules.CheckUpgrade(head);
        if (fault != HandshakeFault.None)
        {
            return fault;
        }

        if (OriginRules.TryGetOrigin(head, out var origin)
            && !(OriginRules.IsSameOrigin(head, origin)
                || OriginRules.Is(origin, "https://example.org"u8)
                || OriginRules.IsSubdomainOf(origin, "https"u8, "example.com"u8)))
        {
            return HandshakeFault.OriginNotAllowed;
        }

        foreach (var name in SubprotocolList.Of(head))
        {
            if (name.SequenceEqual("chat.v1"u8))
            {
                return HandshakeFault.None;
            }
        }

        return HandshakeFault.ProtocolNotAgreed;
    }

    private static byte[] Request(string origin, string protocols) => System.Text.Encoding.ASCII.GetBytes(
        "GET /chat HTTP/1.1\r\nHost: localhost:8080\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
        + $"Origin: {origin}\r\nSec-WebSocket-Protocol: {protocols}\r\n\r\n");
}
