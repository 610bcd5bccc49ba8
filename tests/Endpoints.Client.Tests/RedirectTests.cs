using System.Net;
using Endpoints.Client.Connecting;
using Endpoints.Client.Tests.Servers;

namespace Endpoints.Client.Tests;

/// <summary>Redirects are followed only as far as the options say, and never out of TLS.</summary>
public sealed class RedirectTests
{
    private static Task<PlatformServer> StartAsync(Func<string, string?> locationOf, Action<string>? onRequest = null) =>
        PlatformServer.StartAsync(before: context =>
        {
            onRequest?.Invoke(context.Request.Path);
            if (locationOf(context.Request.Path) is not { } location)
            {
                return Task.FromResult(true);
            }

            context.Response.StatusCode = 302;
            context.Response.Headers.Location = location;
            return Task.FromResult(false);
        });

    [Fact]
    public async Task A_redirect_is_a_refusal_unless_it_may_be_followed()
    {
        await using var server = await StartAsync(path => path == "/" ? "chat?room=2" : null);
        var error = await Assert.ThrowsAsync<WebSocketHandshakeException>(() => WebSocketClient.ConnectAsync(server.Address));
        Assert.Equal((HttpStatusCode.Found, "chat?room=2"), (error.StatusCode, error.Headers["Location"][0]));

        await using var session = await WebSocketClient.ConnectAsync(server.Address, new WebSocketClientOptions { MaxRedirects = 1 });
        Assert.Equal(
            new Uri($"ws://127.0.0.1:{server.Address.Port}/chat?room=2"), Assert.IsType<WebSocketClientHandshake>(session.Handshake).Address);
    }

    [Fact]
    public async Task As_many_are_followed_as_are_allowed_and_not_one_more()
    {
        var requests = new List<string>();
        await using var server = await StartAsync(path => path + "x", requests.Add);
        var options = new WebSocketClientOptions { MaxRedirects = 2 };
        var error = await Assert.ThrowsAsync<WebSocketHandshakeException>(() => WebSocketClient.ConnectAsync(server.Address, options));
        Assert.Equal(HttpStatusCode.Found, error.StatusCode);
        Assert.Equal(["/", "/x", "/xx"], requests);
    }

    [Fact]
    public async Task Credentials_stay_with_the_server_they_are_for()
    {
        await using var other = await PlatformServer.StartAsync();
        await using var first = await StartAsync(path => path == "/" ? "/again" : path == "/again" ? other.Address.ToString() : null);
        var options = new WebSocketClientOptions
        {
            MaxRedirects = 2,
            Headers = { ["Authorization"] = "Bearer t", ["Cookie"] = "a=b", ["X-Other"] = "kept" },
        };
        await using var session = await WebSocketClient.ConnectAsync(first.Address, options);
        Assert.False(other.Headers!.ContainsKey("Authorization"));
        Assert.False(other.Headers.ContainsKey("Cookie"));
        Assert.Equal("kept", other.Headers["X-Other"].ToString());
    }

    [Theory]
    [InlineData("wss://a.example/x/y", "../z", "wss://a.example/z")]
    [InlineData("ws://a.example/x", "https://b.example:8443/z?q#f", "wss://b.example:8443/z?q")]
    [InlineData("ws://a.example/x", "http://b.example/z", "ws://b.example/z")]
    [InlineData("ws://a.example:81/x", "wss://b.example", "wss://b.example/")]
    [InlineData("ws://a.example:81/x", "//b.example/z", "ws://b.example/z")]
    public void A_location_leads_to_an_address(string from, string location, string expected) =>
        Assert.Equal(expected, Follow(from, location).Uri.AbsoluteUri);

    [Theory]
    [InlineData("wss://a.example/x", "http://a.example/x", "would give TLS away")]
    [InlineData("wss://a.example/x", "ws://a.example/x", "would give TLS away")]
    [InlineData("ws://a.example/x", "ftp://a.example/x", "no address of a WebSocket server")]
    [InlineData("ws://a.example/x", "http://ada:s@a.example/x", "no address of a WebSocket server")]
    [InlineData("ws://a.example/x", "http://[", "no address")]
    public void A_location_that_must_not_be_followed_is_refused(string from, string location, string message)
    {
        var error = Assert.Throws<WebSocketHandshakeException>(() => Follow(from, location));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(location, error.Headers["Location"][0]);
    }

    private static ServerAddress Follow(string from, string location) => Redirect.Follow(
        ServerAddress.Parse(new Uri(from)),
        new WebSocketHandshakeException("", HttpStatusCode.Found, new Dictionary<string, IReadOnlyList<string>> { ["Location"] = [location] }));
}
