using Endpoints.Handshake;

namespace Endpoints.Runtime.Tests.Handshake;

public sealed class HandshakeRulesTests
{
    [Fact]
    public void The_request_of_RFC_6455_section_1_3_is_accepted() =>
        Assert.Equal(HandshakeFault.None, RequestHead.Upgrade().Check());

    [Theory]
    [InlineData("POST")]
    [InlineData("get")]
    [InlineData("CONNECT")]
    [InlineData("")]
    public void Only_GET_opens_a_session(string method)
    {
        var head = RequestHead.Upgrade();
        head.Method = method;
        Assert.Equal(HandshakeFault.MethodNotAllowed, head.Check());
    }

    [Theory]
    [InlineData("Upgrade: WebSocket")]
    [InlineData("Upgrade: WEBSOCKET")]
    [InlineData("upgrade: h2c, websocket")]
    [InlineData("UPGRADE: , ,\twebsocket\t,h2c")]
    public void Upgrade_lists_websocket_in_any_case_among_others(string line) =>
        Assert.Equal(HandshakeFault.None, RequestHead.Upgrade(line).Check());

    [Fact]
    public void Upgrade_may_stand_in_several_lines() =>
        Assert.Equal(HandshakeFault.None, RequestHead.Upgrade("Upgrade: h2c", "Upgrade: websocket").Check());

    [Theory]
    [InlineData("Upgrade:")]
    [InlineData("Upgrade: ")]
    [InlineData("Upgrade: h2c")]
    [InlineData("Upgrade: websocket2")]
    [InlineData("Upgrade: web socket")]
    [InlineData("Upgrade: websocket/13")]
    [InlineData("Upgrade: \"websocket\"")]
    public void Without_Upgrade_websocket_the_answer_is_426(string line)
    {
        var fault = RequestHead.Upgrade(line).Check();
        Assert.Equal(HandshakeFault.UpgradeRequired, fault);
        Assert.Equal(426, HandshakeFaults.GetStatusCode(fault));
    }

    // T2: Spring WebFlux knows "Upgrade" and "upgrade" only.
    [Theory]
    [InlineData("Connection: upgrade")]
    [InlineData("Connection: UPGRADE")]
    [InlineData("Connection: uPgRaDe")]
    [InlineData("Connection: keep-alive, Upgrade")]
    [InlineData("Connection: Upgrade,keep-alive")]
    [InlineData("Connection: keep-alive\t,\tUpgrade\t")]
    public void Connection_lists_upgrade_in_any_case_among_others(string line) =>
        Assert.Equal(HandshakeFault.None, RequestHead.Upgrade(line).Check());

    [Fact]
    public void Connection_may_stand_in_several_lines() =>
        Assert.Equal(HandshakeFault.None, RequestHead.Upgrade("Connection: keep-alive", "connection: Upgrade").Check());

    [Theory]
    [InlineData("Connection:")]
    [InlineData("Connection: keep-alive")]
    [InlineData("Connection: Upgraded")]
    [InlineData("Connection: keep-alive Upgrade")]
    public void Without_Connection_upgrade_the_answer_is_400(string line) =>
        Assert.Equal(HandshakeFault.ConnectionNotUpgrade, RequestHead.Upgrade(line).Check());

    [Theory]
    [InlineData("Sec-WebSocket-Version:")]
    [InlineData("Sec-WebSocket-Version: ")]
    [InlineData("Sec-WebSocket-Version: 13, 8")]
    [InlineData("Sec-WebSocket-Version: 013")]
    [InlineData("Sec-WebSocket-Version: 13.0")]
    [InlineData("Sec-WebSocket-Version: -13")]
    [InlineData("Sec-WebSocket-Version: 256")]
    [InlineData("Sec-WebSocket-Version: 1300")]
    [InlineData("Sec-WebSocket-Version: x")]
    public void A_version_that_is_none_is_malformed(string line) =>
        Assert.Equal(HandshakeFault.VersionMalformed, RequestHead.Upgrade(line).Check());

    [Fact]
    public void A_version_sent_twice_is_malformed() =>
        Assert.Equal(
            HandshakeFault.VersionMalformed,
            RequestHead.Upgrade("Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: 13").Check());

    [Theory]
    [InlineData("0")]
    [InlineData("8")]
    [InlineData("12")]
    [InlineData("14")]
    [InlineData("255")]
    public void Another_version_is_answered_with_426(string version)
    {
        var fault = RequestHead.Upgrade($"Sec-WebSocket-Version: {version}").Check();
        Assert.Equal(HandshakeFault.VersionNotSupported, fault);
        Assert.Equal(426, HandshakeFaults.GetStatusCode(fault));
    }

    [Fact]
    public void A_missing_key_is_named_as_missing() =>
        Assert.Equal(HandshakeFault.KeyMissing, RequestHead.Upgrade("Sec-WebSocket-Key:").Check());

    [Theory]
    [InlineData("")]
    [InlineData("dGhlIHNhbXBsZSBub25jZQ=")]
    [InlineData("dGhlIHNhbXBsZSBub25jZQ")]
    [InlineData("dGhlIHNhbXBsZSBub25jZQ===")]
    [InlineData("dGhlIHNhbXBsZSBub25jZWE=")] // 17 bytes
    [InlineData("dGhlIHNhbXBsZSBub25jZWFi")] // 18 bytes
    [InlineData("dGhlIHNhbXBsZSBub25j====")]
    [InlineData("dGhlIHNhbXBsZSBub25=ZQ==")]
    [InlineData("dGhlIHNhbXBsZSBub25-ZQ==")] // base64url
    [InlineData("dGhlIHNhbXBs SBub25jZQ==")]
    [InlineData("dGhlIHNhbXBsZSBub25jZQ==, dGhlIHNhbXBsZSBub25jZQ==")]
    public void A_key_that_is_not_16_bytes_in_base64_is_malformed(string key) =>
        Assert.Equal(HandshakeFault.KeyMalformed, RequestHead.Upgrade($"Sec-WebSocket-Key: {key}").Check());

    [Fact]
    public void A_key_sent_twice_is_malformed() =>
        Assert.Equal(
            HandshakeFault.KeyMalformed,
            RequestHead.Upgrade("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==").Check());

    [Theory]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA==")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAB==")] // the four spare bits are not zero
    [InlineData("//////////////////////==")]
    [InlineData("+/0123456789+/ABCDEFGz==")]
    public void The_spare_bits_of_a_key_do_not_matter(string key) =>
        Assert.Equal(HandshakeFault.None, RequestHead.Upgrade($"Sec-WebSocket-Key: {key}").Check());

    [Theory]
    [InlineData("Sec-WebSocket-Protocol: chat")]
    [InlineData("Sec-WebSocket-Protocol: , chat, ,superchat,")]
    [InlineData("Sec-WebSocket-Protocol: chat, chat")]
    [InlineData("Sec-WebSocket-Protocol: !#$%&'*+-.^_`|~09azAZ")]
    public void An_offer_of_tokens_is_accepted(string line) =>
        Assert.Equal(HandshakeFault.None, RequestHead.Upgrade(line).Check());

    [Theory]
    [InlineData("Sec-WebSocket-Protocol: ")]
    [InlineData("Sec-WebSocket-Protocol: , ,")]
    [InlineData("Sec-WebSocket-Protocol: chat/1")]
    [InlineData("Sec-WebSocket-Protocol: a b")]
    [InlineData("Sec-WebSocket-Protocol: chat, \"quoted\"")]
    [InlineData("Sec-WebSocket-Protocol: ch\u00e4t")]
    [InlineData("Sec-WebSocket-Protocol: chat;q=1")]
    public void An_offer_that_is_no_list_of_tokens_is_malformed(string line) =>
        Assert.Equal(HandshakeFault.ProtocolMalformed, RequestHead.Upgrade(line).Check());

    [Fact]
    public void Faults_are_reported_in_the_order_of_the_checks()
    {
        // Everything is wrong; each step puts one thing right.
        string[] wrong =
        [
            "Upgrade: none", "Connection: none", "Sec-WebSocket-Version: 12", "Sec-WebSocket-Key: none", "Sec-WebSocket-Protocol: a/b",
            "Sec-WebSocket-Extensions: ;",
        ];
        (string Right, HandshakeFault Fault)[] steps =
        [
            ("Upgrade: websocket", HandshakeFault.UpgradeRequired),
            ("Connection: Upgrade", HandshakeFault.ConnectionNotUpgrade),
            ("Sec-WebSocket-Version: 13", HandshakeFault.VersionNotSupported),
            ("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", HandshakeFault.KeyMalformed),
            ("Sec-WebSocket-Protocol: ab", HandshakeFault.ProtocolMalformed),
            ("Sec-WebSocket-Extensions: a", HandshakeFault.ExtensionsMalformed),
        ];
        var posted = RequestHead.Upgrade(wrong);
        posted.Method = "POST";
        Assert.Equal(HandshakeFault.MethodNotAllowed, posted.Check());

        for (var i = 0; i < steps.Length; i++)
        {
            Assert.Equal(steps[i].Fault, RequestHead.Upgrade(wrong).Check());
            wrong[i] = steps[i].Right;
        }

        Assert.Equal(HandshakeFault.None, RequestHead.Upgrade(wrong).Check());
    }

    [Fact]
    public void An_extended_CONNECT_needs_no_Upgrade_Connection_and_key() =>
        Assert.Equal(HandshakeFault.None, RequestHead.Connect().Check());

    [Fact]
    public void An_extended_CONNECT_is_checked_for_method_version_and_protocols()
    {
        var head = RequestHead.Connect();
        head.Method = "GET";
        Assert.Equal(HandshakeFault.MethodNotAllowed, head.Check());
        Assert.Equal(HandshakeFault.VersionMalformed, RequestHead.Connect("Sec-WebSocket-Version:").Check());
        Assert.Equal(HandshakeFault.VersionNotSupported, RequestHead.Connect("Sec-WebSocket-Version: 8").Check());
        Assert.Equal(HandshakeFault.ProtocolMalformed, RequestHead.Connect("Sec-WebSocket-Protocol: a/b").Check());
    }

    [Fact]
    public void Every_fault_has_a_status_and_a_sentence_with_its_rule()
    {
        foreach (var fault in Enum.GetValues<HandshakeFault>().Where(fault => fault != HandshakeFault.None))
        {
            Assert.InRange(HandshakeFaults.GetStatusCode(fault), 400, 426);
            Assert.Matches(@"^[\x20-\x7E]+ \(RFC \d+ section[^)]+\)\.$", HandshakeFaults.Describe(fault));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => HandshakeFaults.GetStatusCode(HandshakeFault.None));
        Assert.Throws<ArgumentOutOfRangeException>(() => HandshakeFaults.Describe((HandshakeFault)99));
    }
}
