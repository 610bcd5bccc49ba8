using System.Text;
using Endpoints.Handshake;
using Endpoints.Protocol.Deflate;

namespace Endpoints.Runtime.Tests.Handshake;

/// <summary>permessage-deflate from the client's side (RFC 7692 section 7.1).</summary>
public sealed class DeflateOfferTests
{
    private static DeflatePolicy Policy(int server = 15, int client = 15, bool serverForgets = false, bool clientForgets = false) => new()
    {
        ServerNoContextTakeover = serverForgets,
        ClientNoContextTakeover = clientForgets,
        ServerMaxWindowBits = server,
        ClientMaxWindowBits = client,
        MinDeflateWindowBits = 9,
    };

    private static string Offer(DeflatePolicy policy)
    {
        var offer = new byte[DeflateOffer.MaxSize];
        return Encoding.ASCII.GetString(offer, 0, DeflateOffer.Write(policy, offer));
    }

    private static bool TryRead(DeflatePolicy policy, out DeflateParameters? agreed, params string[] lines)
    {
        var head = RequestHead.Upgrade();
        foreach (var line in lines)
        {
            head.With($"Sec-WebSocket-Extensions: {line}");
        }

        return DeflateOffer.TryReadResponse(new HeaderLines(head.Build(), HandshakeHeaders.WebSocketExtensions), policy, out agreed);
    }

    [Fact]
    public void The_offer_says_what_the_client_wants()
    {
        Assert.Equal("permessage-deflate; client_max_window_bits", Offer(Policy()));
        Assert.Equal(
            "permessage-deflate; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=10; client_max_window_bits=9",
            Offer(Policy(10, 9, serverForgets: true, clientForgets: true)));
    }

    [Fact]
    public void No_response_is_a_refusal_and_no_fault()
    {
        Assert.True(TryRead(Policy(), out var agreed));
        Assert.Null(agreed);
    }

    [Theory]
    [InlineData("permessage-deflate", false, false, 15, 15)]
    [InlineData("permessage-deflate; server_no_context_takeover", true, false, 15, 15)]
    [InlineData("permessage-deflate; client_no_context_takeover", false, true, 15, 15)]
    [InlineData("permessage-deflate; server_max_window_bits=8", false, false, 8, 15)]
    [InlineData("permessage-deflate; client_max_window_bits=9", false, false, 15, 9)]
    [InlineData("permessage-deflate; client_max_window_bits=\"12\"; server_max_window_bits=11", false, false, 11, 12)]
    public void A_response_says_what_holds(string response, bool serverForgets, bool clientForgets, int server, int client)
    {
        Assert.True(TryRead(Policy(), out var agreed, response));
        Assert.Equal(new DeflateParameters(serverForgets, clientForgets, server, client), agreed);
    }

    [Theory]
    [InlineData("permessage-deflate; unknown")]
    [InlineData("permessage-deflate; server_no_context_takeover; server_no_context_takeover")]
    [InlineData("permessage-deflate; server_max_window_bits")]
    [InlineData("permessage-deflate; server_max_window_bits=16")]
    [InlineData("permessage-deflate; client_max_window_bits")]
    [InlineData("permessage-deflate; client_max_window_bits=8")]
    [InlineData("permessage-deflate, permessage-deflate")]
    [InlineData("permessage-deflate, x-other")]
    [InlineData("x-other")]
    [InlineData("permessage-deflate;")]
    public void A_response_to_something_else_fails_the_connection(string response) => Assert.False(TryRead(Policy(), out _, response));

    [Fact]
    public void What_was_demanded_has_to_be_granted()
    {
        Assert.False(TryRead(Policy(serverForgets: true), out _, "permessage-deflate"));
        Assert.True(TryRead(Policy(serverForgets: true), out _, "permessage-deflate; server_no_context_takeover"));
        Assert.False(TryRead(Policy(server: 10), out _, "permessage-deflate"));
        Assert.False(TryRead(Policy(server: 10), out _, "permessage-deflate; server_max_window_bits=11"));
        Assert.True(TryRead(Policy(server: 10), out _, "permessage-deflate; server_max_window_bits=10"));
        Assert.False(TryRead(Policy(client: 10), out _, "permessage-deflate; client_max_window_bits=11"));
        Assert.False(TryRead(Policy(), out _, "permessage-deflate", "permessage-deflate"));
    }

    [Fact]
    public void What_the_client_only_announced_holds_without_the_server_saying_so()
    {
        Assert.True(TryRead(Policy(client: 10, clientForgets: true), out var agreed, "permessage-deflate"));
        Assert.Equal(new DeflateParameters(false, true, 15, 10), agreed);
    }

    /// <summary>Both ends of this library agree, whatever each of them wants.</summary>
    [Fact]
    public void Client_and_server_come_to_the_same_agreement()
    {
        bool[] both = [false, true];
        int[] windows = [9, 12, 15];
        DeflatePolicy[] policies =
        [
            .. from serverForgets in both
               from clientForgets in both
               from server in windows
               from client in windows
               select Policy(server, client, serverForgets, clientForgets),
        ];
        foreach (var (client, server) in from client in policies from server in policies select (client, server))
        {
            var head = RequestHead.Upgrade().With($"Sec-WebSocket-Extensions: {Offer(client)}");
            Assert.True(DeflateAcceptance.TryFind(head.Build(), server, out var acceptance));
            var response = new byte[DeflateAcceptance.MaxResponseSize];
            var length = acceptance.WriteResponse(response);

            Assert.True(TryRead(client, out var agreed, Encoding.ASCII.GetString(response, 0, length)));
            Assert.Equal(acceptance.Parameters, agreed);
        }
    }
}
