using System.Text;
using Endpoints.Handshake;

namespace Endpoints.Runtime.Tests.Handshake;

public sealed class OriginRulesTests
{
    [Theory]
    [InlineData("http://example.com", "example.com", false, true)]
    [InlineData("http://example.com:80", "example.com", false, true)]
    [InlineData("http://example.com", "example.com:80", false, true)]
    [InlineData("http://localhost:8080", "localhost:8080", false, true)]
    [InlineData("HTTP://EXAMPLE.com", "example.COM", false, true)]
    [InlineData("ws://example.com", "example.com:80", false, true)]
    [InlineData("http://[::1]:8080", "[::1]:8080", false, true)]
    [InlineData("http://[2001:DB8::1]", "[2001:db8::1]:80", false, true)]
    [InlineData("http://127.0.0.1", "127.0.0.1", false, true)]
    // TLS ended in front: https is admitted on a plain transport, and its default port is stripped.
    [InlineData("https://example.com", "example.com", false, true)]
    [InlineData("https://example.com:443", "example.com", false, true)]
    [InlineData("https://example.com", "example.com:443", false, true)]
    [InlineData("https://example.com", "example.com:80", false, false)]
    [InlineData("http://example.com", "example.com:443", false, false)]
    // TLS here.
    [InlineData("https://example.com", "example.com", true, true)]
    [InlineData("https://example.com", "example.com:443", true, true)]
    [InlineData("wss://example.com", "example.com", true, true)]
    [InlineData("https://example.com:8443", "example.com:8443", true, true)]
    [InlineData("http://example.com", "example.com", true, false)]
    [InlineData("http://example.com:443", "example.com", true, false)]
    // Others.
    [InlineData("http://example.com:8080", "example.com", false, false)]
    [InlineData("http://example.com", "example.com:8080", false, false)]
    [InlineData("http://www.example.com", "example.com", false, false)]
    [InlineData("http://example.com", "www.example.com", false, false)]
    [InlineData("http://evilexample.com", "example.com", false, false)]
    [InlineData("http://example.com.evil.org", "example.com", false, false)]
    [InlineData("http://example.com@evil.org", "example.com", false, false)]
    [InlineData("http://evil.org@example.com", "example.com", false, false)]
    [InlineData("http://example.com/", "example.com", false, false)]
    [InlineData("http://example.com?", "example.com", false, false)]
    [InlineData("http://example.com http://evil.org", "example.com", false, false)]
    [InlineData("null", "null", false, false)]
    [InlineData("", "", false, false)]
    [InlineData("", "example.com", false, false)]
    [InlineData("example.com", "example.com", false, false)]
    [InlineData("//example.com", "example.com", false, false)]
    [InlineData("://example.com", "example.com", false, false)]
    [InlineData("http://", "example.com", false, false)]
    [InlineData("http://:80", "example.com", false, false)]
    [InlineData("http://example.com:65536", "example.com:65536", false, false)]
    [InlineData("http://example.com:x", "example.com:x", false, false)]
    [InlineData("http://[::1", "[::1", false, false)]
    [InlineData("http://[::1]x", "[::1]x", false, false)]
    [InlineData("http://[]", "[]", false, false)]
    [InlineData("ftp://example.com", "example.com", false, false)]
    [InlineData("chrome-extension://example.com", "example.com", false, false)]
    public void Same_origin_compares_scheme_host_and_port_with_the_Host_header(string origin, string host, bool isSecure, bool expected)
    {
        var head = RequestHead.Upgrade($"Host: {host}");
        head.IsSecure = isSecure;
        Assert.Equal(expected, OriginRules.IsSameOrigin(head.Build(), Bytes(origin)));
    }

    [Fact]
    public void Without_exactly_one_Host_nothing_is_the_same_origin()
    {
        Assert.False(OriginRules.IsSameOrigin(RequestHead.Upgrade("Host:").Build(), "http://example.com"u8));
        var twice = RequestHead.Upgrade("Host: example.com", "Host: example.com").Build();
        Assert.False(OriginRules.IsSameOrigin(twice, "http://example.com"u8));
    }

    [Theory]
    [InlineData("https://example.com", "https://example.com", true)]
    [InlineData("https://example.com:443", "https://example.com", true)]
    [InlineData("https://example.com", "https://example.com:443", true)]
    [InlineData("HTTPS://Example.COM", "https://example.com", true)]
    [InlineData("http://localhost:3000", "http://localhost:3000", true)]
    [InlineData("https://[::1]:8443", "https://[::1]:8443", true)]
    [InlineData("chrome-extension://abcdef", "chrome-extension://abcdef", true)]
    [InlineData("http://example.com", "https://example.com", false)]
    [InlineData("wss://example.com", "https://example.com", false)]
    [InlineData("https://example.com:8443", "https://example.com", false)]
    [InlineData("https://example.com", "https://example.com:8443", false)]
    [InlineData("https://www.example.com", "https://example.com", false)]
    [InlineData("https://evilexample.com", "https://example.com", false)]
    [InlineData("https://example.com.", "https://example.com", false)]
    [InlineData("https://example.com/", "https://example.com", false)]
    [InlineData("null", "null", false)]
    [InlineData("", "", false)]
    public void An_admitted_origin_is_compared_in_parts(string origin, string allowed, bool expected) =>
        Assert.Equal(expected, OriginRules.Is(Bytes(origin), Bytes(allowed)));

    [Theory]
    [InlineData("https://a.example.com", "example.com", true)]
    [InlineData("https://a.b.example.com", "example.com", true)]
    [InlineData("https://A.EXAMPLE.com:443", "example.com", true)]
    [InlineData("https://a.example.com:8443", "example.com:8443", true)]
    [InlineData("https://a.example.com", "example.com:443", true)]
    [InlineData("https://xn--bcher-kva.example.com", "example.com", true)]
    [InlineData("https://example.com", "example.com", false)]
    [InlineData("https://evilexample.com", "example.com", false)]
    [InlineData("https://.example.com", "example.com", false)]
    [InlineData("https://a..example.com", "example.com", false)]
    [InlineData("https://.a.example.com", "example.com", false)]
    [InlineData("https://a.example.com.", "example.com", false)]
    [InlineData("https://a.example.com.evil.org", "example.com", false)]
    [InlineData("https://evil.org/.example.com", "example.com", false)]
    [InlineData("https://evil.org?.example.com", "example.com", false)]
    [InlineData("https://evil.org#.example.com", "example.com", false)]
    [InlineData("https://evil.org\\.example.com", "example.com", false)]
    [InlineData("https://evil.org:1.example.com", "example.com", false)]
    [InlineData("https://user@a.example.com", "example.com", false)]
    [InlineData("http://a.example.com", "example.com", false)]
    [InlineData("https://a.example.com:8443", "example.com", false)]
    [InlineData("https://a.example.com", "example.com:8443", false)]
    [InlineData("https://[::1]", "[::1]", false)]
    [InlineData("https://[a::1]", "1]", false)]
    [InlineData("null", "example.com", false)]
    public void A_wildcard_admits_sub_domains_at_any_depth_and_nothing_else(string origin, string domain, bool expected) =>
        Assert.Equal(expected, OriginRules.IsSubdomainOf(Bytes(origin), "https"u8, Bytes(domain)));

    [Fact]
    public void A_request_without_Origin_is_not_from_a_browser() =>
        Assert.False(OriginRules.TryGetOrigin(RequestHead.Upgrade().Build(), out _));

    [Fact]
    public void The_origin_is_handed_out_as_sent()
    {
        Assert.True(OriginRules.TryGetOrigin(RequestHead.Upgrade("origin: HTTP://Example.com").Build(), out var origin));
        Assert.Equal("HTTP://Example.com", Encoding.ASCII.GetString(origin));
    }

    [Theory]
    [InlineData("Origin: ")]
    [InlineData("Origin: http://example.com", "Origin: http://example.com")]
    public void An_empty_or_repeated_Origin_matches_no_rule(params string[] lines)
    {
        var head = RequestHead.Upgrade(lines).Build();
        Assert.True(OriginRules.TryGetOrigin(head, out var origin));
        Assert.True(origin.IsEmpty);
        Assert.False(OriginRules.IsSameOrigin(head, origin));
        Assert.False(OriginRules.Is(origin, "http://example.com"u8));
        Assert.False(OriginRules.IsSubdomainOf(origin, "http"u8, "com"u8));
    }

    private static byte[] Bytes(string text) => Encoding.ASCII.GetBytes(text);
}
