using System.Text;
using Endpoints.Handshake;
using Endpoints.Protocol.Deflate;

namespace Endpoints.Runtime.Tests.Handshake;

/// <summary>permessage-deflate from the server's side (RFC 7692 sections 5 and 7.1).</summary>
public sealed class DeflateAcceptanceTests
{
    /// <summary>All that a server with zlib can.</summary>
    private static readonly DeflatePolicy Open = Policy(15, 15);

    private static DeflatePolicy Policy(int server, int client, bool serverForgets = false, bool clientForgets = false) => new()
    {
        ServerNoContextTakeover = serverForgets,
        ClientNoContextTakeover = clientForgets,
        ServerMaxWindowBits = server,
        ClientMaxWindowBits = client,
        MinDeflateWindowBits = 9,
    };

    /// <summary>The response to some header lines, or null when no offer is taken.</summary>
    private static string? Answer(DeflatePolicy policy, params string[] offers) => Answer(policy, out _, offers);

    private static string? Answer(DeflatePolicy policy, out DeflateParameters agreed, params string[] offers)
    {
        var head = RequestHead.Upgrade();
        foreach (var offer in offers)
        {
            head.With($"Sec-WebSocket-Extensions: {offer}");
        }

        var isTaken = DeflateAcceptance.TryFind(head.Build(), policy, out var acceptance);
        agreed = acceptance.Parameters;
        var response = new byte[DeflateAcceptance.MaxResponseSize];
        return isTaken ? Encoding.ASCII.GetString(response, 0, acceptance.WriteResponse(response)) : null;
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("; client_max_window_bits", "")]
    [InlineData("; client_max_window_bits=15", "")]
    [InlineData("; client_max_window_bits=12", "; client_max_window_bits=12")]
    [InlineData("; client_max_window_bits=8", "; client_max_window_bits=8")]
    [InlineData("; server_max_window_bits=15", "; server_max_window_bits=15")]
    [InlineData("; server_max_window_bits=10", "; server_max_window_bits=10")]
    [InlineData("; server_max_window_bits=9", "; server_max_window_bits=9")]
    [InlineData("; server_max_window_bits=\"10\"", "; server_max_window_bits=10")]
    [InlineData("; server_max_window_bits=\"\\1\\0\"", "; server_max_window_bits=10")]
    [InlineData("; server_no_context_takeover", "; server_no_context_takeover")]
    [InlineData("; client_no_context_takeover", "; client_no_context_takeover")]
    [InlineData(
        "; client_max_window_bits=11; server_max_window_bits=12; client_no_context_takeover; server_no_context_takeover",
        "; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=12; client_max_window_bits=11")]
    public void An_offer_is_answered_with_what_it_asks_for(string offer, string response) =>
        Assert.Equal($"permessage-deflate{response}", Answer(Open, $"permessage-deflate{offer}"));

    [Theory]
    [InlineData("; server_max_window_bits=8")]
    [InlineData("; server_max_window_bits=7")]
    [InlineData("; server_max_window_bits=16")]
    [InlineData("; server_max_window_bits=010")]
    [InlineData("; server_max_window_bits=99999999999")]
    [InlineData("; server_max_window_bits=1x")]
    [InlineData("; server_max_window_bits=-9")]
    [InlineData("; server_max_window_bits")]
    [InlineData("; client_max_window_bits=7")]
    [InlineData("; client_max_window_bits=16")]
    [InlineData("; client_max_window_bits=0")]
    [InlineData("; client_max_window_bits=015")]
    [InlineData("; server_no_context_takeover=1")]
    [InlineData("; client_no_context_takeover=\"true\"")]
    [InlineData("; unknown")]
    [InlineData("; Server_no_context_takeover")]
    [InlineData("; server_no_context_takeover; server_no_context_takeover")]
    [InlineData("; client_no_context_takeover; client_no_context_takeover")]
    [InlineData("; server_max_window_bits=10; server_max_window_bits=10")]
    [InlineData("; client_max_window_bits; client_max_window_bits")]
    [InlineData("; client_max_window_bits; client_max_window_bits=15")]
    public void An_offer_that_cannot_be_met_is_declined_and_the_next_one_taken(string offer)
    {
        Assert.Null(Answer(Open, $"permessage-deflate{offer}"));
        Assert.Equal("permessage-deflate", Answer(Open, $"permessage-deflate{offer}, permessage-deflate"));
        Assert.Equal("permessage-deflate", Answer(Open, $"permessage-deflate{offer}", "permessage-deflate"));
    }

    [Fact]
    public void The_first_acceptable_offer_is_taken()
    {
        Assert.Equal(
            "permessage-deflate; server_max_window_bits=10",
            Answer(Open, "x-other; a=1, permessage-deflate; server_max_window_bits=10, permessage-deflate"));
        Assert.Equal("permessage-deflate", Answer(Open, "x-other", "permessage-deflate, permessage-deflate; server_max_window_bits=10"));
        Assert.Null(Answer(Open));
        Assert.Null(Answer(Open, "x-other; server_max_window_bits=10"));
        Assert.Null(Answer(Open, "x-webkit-deflate-frame"));
    }

    [Fact]
    public void Parameters_of_another_extension_are_not_of_this_one() =>
        Assert.Equal("permessage-deflate", Answer(Open, "permessage-deflate, x-other; unknown; server_no_context_takeover"));

    [Fact]
    public void The_server_asks_for_what_it_wants()
    {
        var strict = Policy(10, 11, serverForgets: true, clientForgets: true);

        Assert.Equal(
            "permessage-deflate; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=10; client_max_window_bits=11",
            Answer(strict, "permessage-deflate; client_max_window_bits"));
        Assert.Equal(
            "permessage-deflate; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=9; client_max_window_bits=9",
            Answer(strict, "permessage-deflate; client_max_window_bits=9; server_max_window_bits=9"));
    }

    [Fact]
    public void A_client_whose_window_cannot_be_limited_is_declined_where_that_is_wanted()
    {
        // client_max_window_bits must not be in the response unless it was offered (section 7.1.2.2).
        Assert.Null(Answer(Policy(15, 14), "permessage-deflate"));
        Assert.Equal(
            "permessage-deflate; client_max_window_bits=14",
            Answer(Policy(15, 14), "permessage-deflate, permessage-deflate; client_max_window_bits"));
    }

    [Fact]
    public void A_codec_with_one_window_declines_all_others()
    {
        var managed = Open with { MinDeflateWindowBits = 15 };

        Assert.Null(Answer(managed, "permessage-deflate; server_max_window_bits=14"));
        Assert.Equal("permessage-deflate; server_max_window_bits=15", Answer(managed, "permessage-deflate; server_max_window_bits=15"));
    }

    /// <summary>Every combination of the four parameters against every combination of wishes, by rule instead of by example.</summary>
    [Fact]
    public void All_combinations_follow_the_rules()
    {
        bool[] both = [false, true];
        int?[] offeredServer = [null, 8, 9, 12, 15];
        int?[] offeredClient = [null, DeflateParameterList.NoValue, 8, 12, 15];
        int[] wanted = [9, 12, 15];
        var taken = 0;
        var all = 0;
        foreach (var (offersServerForgets, offersClientForgets, server, client) in
            from a in both from b in both from c in offeredServer from d in offeredClient select (a, b, c, d))
        {
            var offer = "permessage-deflate"
                + (offersServerForgets ? "; server_no_context_takeover" : "")
                + (offersClientForgets ? "; client_no_context_takeover" : "")
                + (server is null ? "" : $"; server_max_window_bits={server}")
                + client switch
                {
                    null => "",
                    DeflateParameterList.NoValue => "; client_max_window_bits",
                    _ => $"; client_max_window_bits={client}",
                };
            foreach (var (serverForgets, clientForgets, maxServer, maxClient) in
                from a in both from b in both from c in wanted from d in wanted select (a, b, c, d))
            {
                all++;
                var response = Answer(Policy(maxServer, maxClient, serverForgets, clientForgets), out var agreed, offer);
                var isAcceptable = server is not 8 && (client is not null || maxClient == 15);
                Assert.Equal(isAcceptable, response is not null);
                if (response is null)
                {
                    continue;
                }

                taken++;
                Assert.Equal(offersServerForgets || serverForgets, agreed.ServerNoContextTakeover);
                Assert.Equal(offersClientForgets || clientForgets, agreed.ClientNoContextTakeover);
                Assert.Equal(Math.Min(server ?? 15, maxServer), agreed.ServerMaxWindowBits);
                Assert.Equal(Math.Min(client is null or 0 ? 15 : client.Value, maxClient), agreed.ClientMaxWindowBits);

                // What the response says is what holds, and a client that offered this takes it (RFC 7692 section 7.1).
                string[] parts = response.Split("; ");
                Assert.Equal(agreed.ServerNoContextTakeover, parts.Contains("server_no_context_takeover"));
                Assert.Equal(agreed.ClientNoContextTakeover, parts.Contains("client_no_context_takeover"));
                Assert.Equal(
                    server is not null || agreed.ServerMaxWindowBits < 15, parts.Contains($"server_max_window_bits={agreed.ServerMaxWindowBits}"));
                Assert.Equal(agreed.ClientMaxWindowBits < 15, parts.Contains($"client_max_window_bits={agreed.ClientMaxWindowBits}"));
                Assert.True(client is not null || !parts.Any(part => part.StartsWith("client_max_window_bits", StringComparison.Ordinal)));
                Assert.Equal(HandshakeFault.None, RequestHead.Upgrade($"Sec-WebSocket-Extensions: {response}").Check());
            }
        }

        Assert.Equal(3600, all);
        Assert.InRange(taken, 1000, all - 1000);
    }

    [Theory]
    [InlineData("permessage-deflate; client_max_window_bits", HandshakeFault.None)]
    [InlineData("permessage-deflate; server_max_window_bits=99", HandshakeFault.None)]
    [InlineData("x-unknown; a=\"b\"", HandshakeFault.None)]
    [InlineData("permessage-deflate;", HandshakeFault.ExtensionsMalformed)]
    [InlineData("permessage-deflate; a=\"b", HandshakeFault.ExtensionsMalformed)]
    [InlineData("", HandshakeFault.ExtensionsMalformed)]
    [InlineData(" , ", HandshakeFault.ExtensionsMalformed)]
    public void Only_what_does_not_follow_the_grammar_fails_the_handshake(string line, HandshakeFault fault)
    {
        Assert.Equal(fault, RequestHead.Upgrade().With($"Sec-WebSocket-Extensions: {line}").Check());
        Assert.Equal(fault, RequestHead.Connect().With($"Sec-WebSocket-Extensions: {line}").Check());
    }

    [Fact]
    public void A_malformed_line_behind_a_good_one_fails_the_handshake() => Assert.Equal(
        HandshakeFault.ExtensionsMalformed,
        RequestHead.Upgrade().With("Sec-WebSocket-Extensions: permessage-deflate").With("Sec-WebSocket-Extensions: ;").Check());
}
