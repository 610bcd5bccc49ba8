using Endpoints.Generator.Tests.Harness;
using Endpoints.Handshake;

namespace Endpoints.Generator.Tests.Behavior;

/// <summary>Emitted validators, run: sub-protocol and origin.</summary>
public sealed class HandshakeTests
{
    [Theory]
    [InlineData("Client", "v1, v2", 1)]
    [InlineData("Client", "x, v2, v1", 0)]
    [InlineData("Server", "v1, v2", 0)]
    [InlineData("Server", "v1", 1)]
    [InlineData("Client", "V2", -1)]
    [InlineData("Server", "v3", -1)]
    public void The_sub_protocol_is_chosen_by_preference(string preference, string offered, int expected)
    {
        var endpoint = EmittedEndpoint.Create(
            $$"""
            [WebSocketEndpoint("/", Protocols = ["v2", "v1", "longer"], ProtocolPreference = ProtocolPreference.{{preference}})]
            public sealed class E { [OnText] public void Text() { } }
            """);
        var verdict = endpoint.Validate(("Sec-WebSocket-Protocol", offered));

        Assert.True(verdict.IsAccepted);
        Assert.Equal(expected, verdict.ProtocolIndex);
    }

    [Fact]
    public void A_required_sub_protocol_refuses_the_others()
    {
        var endpoint = EmittedEndpoint.Create(
            """[WebSocketEndpoint("/", Protocols = ["v1"], RequireProtocol = true)] public sealed class E { [OnText] public void Text() { } }""");

        Assert.Equal(HandshakeFault.ProtocolNotAgreed, endpoint.Validate().Fault);
        Assert.Equal(HandshakeFault.ProtocolNotAgreed, endpoint.Validate(("Sec-WebSocket-Protocol", "v2")).Fault);
        Assert.Equal(0, endpoint.Validate(("Sec-WebSocket-Protocol", "v2, v1")).ProtocolIndex);
    }

    [Theory]
    [InlineData("", null, true)]
    [InlineData("", "https://app.example", true)]
    [InlineData("", "https://evil.example", false)]
    [InlineData("", "null", false)]
    [InlineData("\"https://other.example:443\"", "https://other.example", true)]
    [InlineData("\"https://other.example\"", "https://other.example:8443", false)]
    [InlineData("\"https://*.other.example\"", "https://a.b.other.example", true)]
    [InlineData("\"https://*.other.example\"", "https://other.example", false)]
    [InlineData("\"https://*.other.example\"", "https://another.example", false)]
    [InlineData("\"https://*.other.example:8443\"", "https://a.other.example:8443", true)]
    [InlineData("\"*\"", "https://evil.example", true)]
    [InlineData("\"https://other.example/path\"", "https://other.example", false)]
    public void Origins_are_admitted_or_refused(string origins, string? origin, bool isAdmitted)
    {
        var endpoint = EmittedEndpoint.Create(
            $$"""[WebSocketEndpoint("/", Origins = [{{origins}}])] public sealed class E { [OnText] public void Text() { } }""");
        var verdict = origin is null ? endpoint.Validate() : endpoint.Validate(("Origin", origin));

        Assert.Equal(isAdmitted ? HandshakeFault.None : HandshakeFault.OriginNotAllowed, verdict.Fault);
    }

    /// <summary>The order of docs/handshake.md: of several faults the first is answered.</summary>
    [Fact]
    public void The_first_check_that_fails_decides()
    {
        var endpoint = EmittedEndpoint.Create(
            """[WebSocketEndpoint("/", Protocols = ["v1"], RequireProtocol = true)] public sealed class E { [OnText] public void Text() { } }""");
        (HandshakeFault Fault, string Name, string Wrong, string Right)[] checks =
        [
            (HandshakeFault.UpgradeRequired, "Upgrade", "h2c", "websocket"),
            (HandshakeFault.ConnectionNotUpgrade, "Connection", "close", "Upgrade"),
            (HandshakeFault.VersionMalformed, "Sec-WebSocket-Version", "x", "8"),
            (HandshakeFault.VersionNotSupported, "Sec-WebSocket-Version", "8", "13"),
            (HandshakeFault.KeyMalformed, "Sec-WebSocket-Key", "x", "dGhlIHNhbXBsZSBub25jZQ=="),
            (HandshakeFault.ProtocolMalformed, "Sec-WebSocket-Protocol", "a b", "v2"),
            (HandshakeFault.ExtensionsMalformed, "Sec-WebSocket-Extensions", ";", "x"),
            (HandshakeFault.ProtocolNotAgreed, "Sec-WebSocket-Protocol", "v2", "v1"),
            (HandshakeFault.OriginNotAllowed, "Origin", "https://evil.example", "https://app.example"),
        ];
        Assert.Equal(checks.Select(check => check.Fault).Order(), checks.Select(check => check.Fault));
        for (var right = 0; right <= checks.Length; right++)
        {
            var head = new Dictionary<string, string> { ["Host"] = "app.example" };
            foreach (var check in checks[..right])
            {
                head[check.Name] = check.Right;
            }

            foreach (var check in checks[right..].Reverse())
            {
                head[check.Name] = check.Wrong;
            }

            var expected = right < checks.Length ? checks[right].Fault : HandshakeFault.None;
            Assert.Equal(expected, endpoint.ValidateHead(head.Select(header => (header.Key, header.Value))).Fault);
        }
    }

    [Fact]
    public void A_verdict_allocates_nothing()
    {
        var endpoint = EmittedEndpoint.Create(
            """
            [WebSocketEndpoint("/", Protocols = ["v1", "v2"], Origins = ["https://other.example"])]
            public sealed class E { [OnText] public void Text() { } }
            """);
        var head = new HandshakeHead(HandshakeKind.Upgrade, isSecure: true, "GET"u8, "/"u8, [], []);
        endpoint.Descriptor.Validate(in head);
        var before = GC.GetAllocatedBytesForCurrentThread();
        endpoint.Descriptor.Validate(in head);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
