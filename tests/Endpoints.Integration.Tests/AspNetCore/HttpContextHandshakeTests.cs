using Endpoints.AspNetCore;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Integration.Tests.AspNetCore;

/// <summary>What a session knows of the request that opened it, at the ASP.NET Core door.</summary>
public sealed class HttpContextHandshakeTests
{
    [Theory]
    [InlineData("http", "ws://example.com:8080/app/rooms/gr%C3%BCn?q=%20")]
    [InlineData("https", "wss://example.com:8080/app/rooms/gr%C3%BCn?q=%20")]
    public void The_address_is_what_the_client_asked_for(string scheme, string address)
    {
        var uri = Read(scheme).Uri;

        Assert.True(uri.IsAbsoluteUri);
        Assert.Equal(address, uri.AbsoluteUri);
    }

    [Fact]
    public void The_address_is_relative_where_the_host_is_none() =>
        Assert.Equal("/app/rooms/gr%C3%BCn?q=%20", Read("http", "no host").Uri.OriginalString);

    [Fact]
    public void Headers_are_named_and_cookies_found_over_several_lines()
    {
        var handshake = Read("http");

        Assert.Equal(["Cookie", "Host", "X-Any"], handshake.GetHeaderNames().Order(StringComparer.Ordinal));
        Assert.Equal("a=1; b=2; c=3", handshake.GetHeaderValue("cookie"));
        Assert.Equal("v,w", handshake.GetHeaderValue("x-any"));
        Assert.Equal("3", handshake.GetCookieValue("c"));
        Assert.Null(handshake.GetCookieValue("C"));
        Assert.Equal(-1, handshake.SubProtocolIndex);
    }

    private static HttpContextHandshake Read(string scheme, string host = "example.com:8080")
    {
        var context = new DefaultHttpContext { RequestServices = new ServiceCollection().BuildServiceProvider() };
        context.Request.Scheme = scheme;
        context.Request.Headers.Host = host;
        context.Request.PathBase = "/app";
        context.Request.Path = "/rooms/grün";
        context.Request.QueryString = new QueryString("?q=%20");
        context.Request.Headers["X-Any"] = new[] { "v", "w" };
        context.Request.Headers.Cookie = new[] { "a=1; b=2", "c=3" };
        return new HttpContextHandshake(context, [], -1);
    }
}
