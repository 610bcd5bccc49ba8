using Endpoints.Grammar;

namespace Endpoints.Generator.Tests.Routing;

public sealed class OriginPatternTests
{
    [Theory]
    [InlineData("*", "Any", "://")]
    [InlineData("https://app.example.com", "Exact", "https://app.example.com")]
    [InlineData("HTTPS://App.Example.com:443", "Exact", "https://app.example.com")]
    [InlineData("http://localhost:3000", "Exact", "http://localhost:3000")]
    [InlineData("http://localhost:80", "Exact", "http://localhost")]
    [InlineData("https://localhost:80", "Exact", "https://localhost:80")]
    [InlineData("https://*.example.com:8443", "Subdomains", "https://example.com:8443")]
    [InlineData("https://[::1]:5001", "Exact", "https://[::1]:5001")]
    [InlineData("capacitor://localhost", "Exact", "capacitor://localhost")]
    [InlineData("https://127.0.0.1", "Exact", "https://127.0.0.1")]
    public void An_origin_is_read(string text, string kind, string expected)
    {
        var origin = OriginPattern.Parse(text, out var problem);

        Assert.Null(problem);
        Assert.Equal((kind, expected), (origin!.Kind.ToString(), origin.Text));
        Assert.Equal(origin, OriginPattern.Parse(text, out _));
    }

    [Theory]
    [InlineData(null, "empty")]
    [InlineData("", "empty")]
    [InlineData("null", "names nobody")]
    [InlineData("app.example.com", "no scheme")]
    [InlineData("://app", "no scheme")]
    [InlineData("1https://app", "not a scheme")]
    [InlineData("https://", "no host")]
    [InlineData("https://:80", "no host")]
    [InlineData("https://app/", "ends with '/'")]
    [InlineData("https://app/path", "path or query")]
    [InlineData("https://app?x", "path or query")]
    [InlineData("https://user@app", "user information")]
    [InlineData("https://app:0", "not a port")]
    [InlineData("https://app:65536", "not a port")]
    [InlineData("https://app:", "not a port")]
    [InlineData("https://a..b", "not a host")]
    [InlineData("https://a b", "not a host")]
    [InlineData("https://münchen.example", "xn--")]
    [InlineData("https://a.*.example", "whole sub-domains")]
    [InlineData("https://*", "whole sub-domains")]
    [InlineData("https://*a.example", "whole sub-domains")]
    [InlineData("https://*.127.0.0.1", "no sub-domains")]
    [InlineData("https://[::1", "not an IPv6 address")]
    public void A_malformed_origin_says_why(string? text, string expected)
    {
        Assert.Null(OriginPattern.Parse(text, out var problem));
        Assert.Contains(expected, problem, StringComparison.Ordinal);
        Assert.False(problem!.EndsWith('.'));
    }
}
