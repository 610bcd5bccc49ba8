namespace Endpoints.Conformance.Tests.Rfc6455;

/// <summary>RFC 6455 sections 1.3 and 4.2.2: the server's side of the opening handshake, byte for byte.</summary>
public sealed class Section4_2_ServerHandshake
{
    // The exchange that Spring's documentation shows.
    private const string StompRequest =
        "GET /spring-websocket-portfolio/portfolio HTTP/1.1\r\n"
        + "Host: localhost:8080\r\n"
        + "Upgrade: websocket\r\n"
        + "Connection: Upgrade\r\n"
        + "Sec-WebSocket-Key: Uc9l9TMkWGbHFD2qnFHltg==\r\n"
        + "Sec-WebSocket-Protocol: v10.stomp, v11.stomp\r\n"
        + "Sec-WebSocket-Version: 13\r\n"
        + "Origin: http://localhost:8080\r\n"
        + "\r\n";

    [Fact]
    public void The_STOMP_exchange_is_answered_byte_for_byte()
    {
        var server = new Section4_Server { Protocols = ["v10.stomp", "v11.stomp"] };
        Assert.Equal(StompResponse("v10.stomp"), server.Answer(StompRequest));
    }

    // T1: a server that does not trim compares with " v11.stomp".
    [Theory]
    [InlineData("v10.stomp, v11.stomp")]
    [InlineData("v10.stomp,\t v11.stomp\t")]
    [InlineData("v10.stomp\r\nSec-WebSocket-Protocol: v11.stomp")]
    public void The_second_protocol_is_agreed_when_it_is_the_only_common_one(string offer)
    {
        var server = new Section4_Server { Protocols = ["v11.stomp"], RequireProtocol = true };
        var request = StompRequest.Replace("v10.stomp, v11.stomp", offer, StringComparison.Ordinal);
        Assert.Equal(StompResponse("v11.stomp"), server.Answer(request));
    }

    // T5: a server that echoes the first name offered, whatever it speaks.
    [Fact]
    public void A_protocol_that_the_server_does_not_speak_is_never_agreed()
    {
        var without = StompResponse("").Replace("Sec-WebSocket-Protocol: \r\n", "", StringComparison.Ordinal);
        Assert.Equal(without, new Section4_Server { Protocols = ["mqtt"] }.Answer(StompRequest));
        Assert.Equal(without, new Section4_Server().Answer(StompRequest));
        Assert.Equal(400, new Section4_Server { Protocols = ["mqtt"], RequireProtocol = true }.Status(StompRequest));
    }

    // T3: a server that lower-cases the offer never finds a name with capitals.
    [Fact]
    public void Protocol_names_keep_their_case()
    {
        var server = new Section4_Server { Protocols = ["Chat.V1"], RequireProtocol = true };
        Assert.Equal(101, server.Status(StompRequest.Replace("v10.stomp", "Chat.V1", StringComparison.Ordinal)));
        Assert.Equal(400, server.Status(StompRequest.Replace("v10.stomp", "chat.v1", StringComparison.Ordinal)));
    }

    // T4: what is agreed for one request must not show in the next.
    [Fact]
    public void Requests_answered_in_turn_do_not_share_a_protocol()
    {
        var server = new Section4_Server { Protocols = ["v10.stomp", "v11.stomp"] };
        var second = StompRequest.Replace("v10.stomp, ", "", StringComparison.Ordinal);
        var none = StompRequest.Replace("v10.stomp, v11.stomp", "mqtt", StringComparison.Ordinal);
        Assert.Equal(StompResponse("v10.stomp"), server.Answer(StompRequest));
        Assert.Equal(StompResponse("v11.stomp"), server.Answer(second));
        Assert.DoesNotContain("Sec-WebSocket-Protocol", server.Answer(none), StringComparison.Ordinal);
        Assert.Equal(StompResponse("v10.stomp"), server.Answer(StompRequest));
    }

    [Fact]
    public void The_order_that_decides_is_the_clients_unless_the_servers_is_asked_for()
    {
        string[] protocols = ["v11.stomp", "v10.stomp"];
        Assert.Equal(StompResponse("v10.stomp"), new Section4_Server { Protocols = protocols }.Answer(StompRequest));
        var ownOrder = new Section4_Server { Protocols = protocols, PrefersOwnOrder = true };
        Assert.Equal(StompResponse("v11.stomp"), ownOrder.Answer(StompRequest));
    }

    [Fact]
    public void The_request_of_section_1_3_gets_the_response_of_section_1_3()
    {
        const string Request =
            "GET /chat HTTP/1.1\r\nHost: server.example.com\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nOrigin: http://server.example.com\r\n"
            + "Sec-WebSocket-Protocol: chat, superchat\r\nSec-WebSocket-Version: 13\r\n\r\n";
        const string Response =
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nSec-WebSocket-Protocol: chat\r\n\r\n";
        Assert.Equal(Response, new Section4_Server { Protocols = ["chat"] }.Answer(Request));
    }

    [Fact]
    public void A_request_cut_at_any_byte_is_answered_only_when_it_is_whole()
    {
        var server = new Section4_Server { Protocols = ["v10.stomp"] };
        for (var length = 0; length < StompRequest.Length; length++)
        {
            Assert.Null(server.Answer(StompRequest[..length]));
        }

        Assert.Equal(StompResponse("v10.stomp"), server.Answer(StompRequest));
    }

    private static string StompResponse(string protocol) =>
        "HTTP/1.1 101 Switching Protocols\r\n"
        + "Upgrade: websocket\r\n"
        + "Connection: Upgrade\r\n"
        + "Sec-WebSocket-Accept: 1qVdfYHU9hPOl4JYYNXF623Gzn0=\r\n"
        + $"Sec-WebSocket-Protocol: {protocol}\r\n"
        + "\r\n";
}
