using System.Text;
using Endpoints.Grammar;
using Endpoints.Handshake;

namespace Endpoints.Runtime.Tests.Handshake;

public sealed class OriginListTests
{
    [Theory]
    [InlineData("https://app.example.com", "https://app.example.com", true)]
    [InlineData("https://app.example.com", "HTTPS://APP.example.com:443", true)]
    [InlineData("https://app.example.com", "http://app.example.com", false)]
    [InlineData("https://app.example.com", "https://app.example.com:8443", false)]
    [InlineData("https://app.example.com", "https://app.example.com.evil", false)]
    [InlineData("https://*.example.org:8443", "https://a.b.example.org:8443", true)]
    [InlineData("https://*.example.org:8443", "https://a.example.org", false)]
    [InlineData("https://*.example.org", "https://example.org", false)]
    [InlineData("https://*.example.org", "https://evilexample.org", false)]
    [InlineData("https://[::1]:5000", "https://[::1]:5000", true)]
    [InlineData("*", "null", true)]
    [InlineData("*", "", true)]
    [InlineData("https://app.example.com", "null", false)]
    [InlineData("https://app.example.com", "", false)]
    public void A_list_admits_what_the_same_attribute_does(string pattern, string origin, bool expected) =>
        Assert.Equal(expected, List("https://other.example", pattern).Admits(Encoding.UTF8.GetBytes(origin)));

    [Fact]
    public void An_empty_list_admits_nothing() => Assert.False(List().Admits("https://app.example.com"u8));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void A_head_without_a_header_has_all_others(int origins)
    {
        var head = RequestHead.Upgrade();
        for (var i = 0; i < origins; i++)
        {
            head.With($"ORIGIN: https://{i}.example").With($"X-{i}: v");
        }

        var built = head.Build();
        var without = built.Without("Origin"u8, new HeaderField[built.HeaderCount]);

        Assert.Equal(built.HeaderCount - origins, without.HeaderCount);
        Assert.False(OriginRules.TryGetOrigin(in without, out _));
        Assert.Equal(HandshakeFault.None, HandshakeRules.CheckUpgrade(in without));
        Assert.True(without.Target.SequenceEqual(built.Target) && without.Kind == built.Kind);
        Assert.Equal(
            string.Join(", ", Enumerable.Range(0, origins).Select(i => $"https://{i}.example")), OriginRules.Describe(in built));
    }

    private static OriginList List(params string[] patterns) => new([.. patterns.Select(pattern =>
    {
        var origin = OriginPattern.Parse(pattern, out var problem);
        Assert.Null(problem);
        return origin!;
    })]);
}
