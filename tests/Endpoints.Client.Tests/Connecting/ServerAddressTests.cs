using Endpoints.Client.Connecting;

namespace Endpoints.Client.Tests.Connecting;

public sealed class ServerAddressTests
{
    [Theory]
    [InlineData("ws://example.com", false, "example.com", 80, "example.com", "/")]
    [InlineData("wss://example.com/chat?a=b", true, "example.com", 443, "example.com", "/chat?a=b")]
    [InlineData("WS://Example.com:8080/a%20b", false, "example.com", 8080, "example.com:8080", "/a%20b")]
    [InlineData("ws://example.com:443", false, "example.com", 443, "example.com:443", "/")]
    [InlineData("wss://example.com:443", true, "example.com", 443, "example.com", "/")]
    [InlineData("https://example.com/x", true, "example.com", 443, "example.com", "/x")]
    [InlineData("http://127.0.0.1:5000/", false, "127.0.0.1", 5000, "127.0.0.1:5000", "/")]
    [InlineData("ws://[::1]:9000/", false, "::1", 9000, "[::1]:9000", "/")]
    [InlineData("ws://b\u00fccher.example/", false, "xn--bcher-kva.example", 80, "xn--bcher-kva.example", "/")]
    public void An_address_is_taken_apart(string uri, bool isSecure, string host, int port, string header, string target)
    {
        var address = ServerAddress.Parse(new Uri(uri));

        Assert.Equal((isSecure, host, port), (address.IsSecure, address.HostName, address.Port));
        Assert.Equal(header, address.HostHeader);
        Assert.Equal(target, address.Target);
        Assert.Equal((isSecure ? "https" : "http", port), (address.HttpUri.Scheme, address.HttpUri.Port));
    }

    [Theory]
    [InlineData("/chat", "is relative")]
    [InlineData("ftp://example.com/", "The scheme 'ftp' is not known")]
    [InlineData("ws://example.com/#top", "has a fragment")]
    [InlineData("ws://ada:secret@example.com/", "has a user")]
    public void What_is_no_address_is_refused_with_what_to_do(string uri, string message)
    {
        var error = Assert.Throws<ArgumentException>(() => ServerAddress.Parse(new Uri(uri, UriKind.RelativeOrAbsolute)));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }
}
