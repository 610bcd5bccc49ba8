using System.Net;
using System.Net.Security;
using Endpoints.Client.Connecting;
using Endpoints.Options;

namespace Endpoints.Client.Tests.Connecting;

/// <summary>Every option at its limits, and one past them.</summary>
public sealed class OptionRulesTests
{
    public static TheoryData<string, Action<WebSocketClientOptions>> Wrong => new()
    {
        { "MaxMessageSize", options => options.MaxMessageSize = 0 },
        { "MaxFrameSize", options => options.MaxFrameSize = 0 },
        { "MaxFrameSize", options => (options.MaxMessageSize, options.MaxFrameSize) = (10, 11) },
        { "MaxSendQueueSize", options => options.MaxSendQueueSize = 0 },
        { "MaxResponseHeadSize", options => options.MaxResponseHeadSize = 255 },
        { "MaxResponseHeadSize", options => options.MaxResponseHeadSize = (1024 * 1024) + 1 },
        { "MaxRedirects", options => options.MaxRedirects = -1 },
        { "MaxRedirects", options => options.MaxRedirects = 21 },
        { "ConnectTimeout", options => options.ConnectTimeout = TimeSpan.Zero },
        { "ConnectTimeout", options => options.ConnectTimeout = Timeout.InfiniteTimeSpan },
        { "HandshakeTimeout", options => options.HandshakeTimeout = TimeSpan.FromDays(1) + TimeSpan.FromTicks(1) },
        { "KeepAliveInterval", options => options.KeepAliveInterval = TimeSpan.Zero },
        { "KeepAliveTimeout", options => options.KeepAliveTimeout = Timeout.InfiniteTimeSpan },
        { "IdleTimeout", options => options.IdleTimeout = TimeSpan.FromSeconds(-2) },
        { "SendTimeout", options => options.SendTimeout = TimeSpan.Zero },
        { "CloseTimeout", options => options.CloseTimeout = TimeSpan.Zero },
        { "Compression.Threshold", options => options.Compression = new WebSocketCompressionOptions { Threshold = -1 } },
        { "Compression.ServerMaxWindowBits", options => options.Compression = new WebSocketCompressionOptions { ServerMaxWindowBits = 8 } },
        { "Compression.ClientMaxWindowBits", options => options.Compression = new WebSocketCompressionOptions { ClientMaxWindowBits = 16 } },
        { "Protocols", options => options.Protocols.Add("two words") },
        { "Protocols", options => options.Protocols.Add("") },
        { "Headers", options => options.Headers["Na me"] = "" },
        { "Headers", options => options.Headers["host"] = "example.com" },
        { "Headers", options => options.Headers["Sec-WebSocket-Key"] = "x" },
        { "Headers", options => options.Headers["Transfer-Encoding"] = "chunked" },
        { "Headers[\"X-Name\"]", options => options.Headers["X-Name"] = "a\r\nX-Other: b" },
        { "Origin", options => options.Origin = "http://a\n" },
        { "HttpVersion", options => options.HttpVersion = HttpVersion.Version10 },
        { "HttpVersion", options => options.HttpVersion = HttpVersion.Version30 },
        { "HttpVersionPolicy", options => options.HttpVersionPolicy = (HttpVersionPolicy)3 },
        { "Tls.ApplicationProtocols", options => UseHttp2(options).Tls = new SslClientAuthenticationOptions { ApplicationProtocols = [] } },
        { "Headers", options => UseHttp2(options).Headers["content-type"] = "text/plain" },
        { "Headers", options => UseHttp2(options).Headers["Expires"] = "0" },
        { "Invoker", options => options.Invoker = Invoker },
        { "Invoker", options => (UseHttp2(options).HttpVersionPolicy, options.Invoker) = (HttpVersionPolicy.RequestVersionOrLower, Invoker) },
        { "Tls", options => (UseHttp2(options).Invoker, options.Tls) = (Invoker, new SslClientAuthenticationOptions()) },
        { "Proxy", options => (UseHttp2(options).Invoker, options.Proxy) = (Invoker, new WebProxy()) },
        { "UnixSocketPath", options => (UseHttp2(options).Invoker, options.UnixSocketPath) = (Invoker, "x") },
        { "ConnectCallback", options => (UseHttp2(options).Invoker, options.ConnectCallback) = (Invoker, (_, _) => default) },
    };

    private static HttpMessageInvoker Invoker { get; } = new(new SocketsHttpHandler());

    private static WebSocketClientOptions UseHttp2(WebSocketClientOptions options)
    {
        (options.HttpVersion, options.HttpVersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);
        return options;
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void An_option_that_cannot_be_used_is_refused_by_its_name(string name, Action<WebSocketClientOptions> change)
    {
        var options = new WebSocketClientOptions();
        change(options);
        var error = Assert.Throws<ArgumentException>(() => ClientSettings.Of(options));
        Assert.StartsWith($"WebSocketClientOptions.{name} ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sub_protocol_is_offered_once()
    {
        var options = new WebSocketClientOptions { Protocols = { "a", "A" } };
        Assert.Equal(["a", "A"], ClientSettings.Of(options).Protocols);
        options.Protocols.Add("a");
        Assert.Throws<ArgumentException>(() => ClientSettings.Of(options));
    }

    [Fact]
    public void The_limits_themselves_are_taken()
    {
        var options = new WebSocketClientOptions
        {
            MaxMessageSize = 1,
            MaxFrameSize = 1,
            MaxSendQueueSize = 1,
            MaxResponseHeadSize = 256,
            MaxRedirects = 20,
            ConnectTimeout = TimeSpan.FromTicks(1),
            HandshakeTimeout = TimeSpan.FromDays(1),
            KeepAliveInterval = Timeout.InfiniteTimeSpan,
            IdleTimeout = Timeout.InfiniteTimeSpan,
            Compression = new WebSocketCompressionOptions { Threshold = 0, ServerMaxWindowBits = 9, ClientMaxWindowBits = 15 },
            Origin = "null",
            Headers = { ["X-Name"] = "\u00fc\t" },
        };
        Assert.NotNull(ClientSettings.Of(options).Compression);
        options.MaxResponseHeadSize = 1024 * 1024;
        _ = ClientSettings.Of(options);
    }

    [Fact]
    public void What_only_HTTP_2_forbids_is_taken_for_HTTP_1_1_and_an_invoker_alone_for_HTTP_2()
    {
        var options = new WebSocketClientOptions
        {
            Tls = new SslClientAuthenticationOptions { ApplicationProtocols = [SslApplicationProtocol.Http11] },
            Headers = { ["Content-Language"] = "de" },
        };
        _ = ClientSettings.Of(options);
        _ = ClientSettings.Of(UseHttp2(new WebSocketClientOptions { Invoker = Invoker }));
    }

    [Theory]
    [InlineData(1, HttpVersionPolicy.RequestVersionOrLower, true, "http/1.1")]
    [InlineData(1, HttpVersionPolicy.RequestVersionExact, true, "http/1.1")]
    [InlineData(1, HttpVersionPolicy.RequestVersionOrHigher, true, "h2 http/1.1")]
    [InlineData(1, HttpVersionPolicy.RequestVersionOrHigher, false, "http/1.1")]
    [InlineData(2, HttpVersionPolicy.RequestVersionOrLower, true, "h2 http/1.1")]
    [InlineData(2, HttpVersionPolicy.RequestVersionOrLower, false, "http/1.1")]
    [InlineData(2, HttpVersionPolicy.RequestVersionExact, true, "h2")]
    [InlineData(2, HttpVersionPolicy.RequestVersionExact, false, "h2")]
    [InlineData(2, HttpVersionPolicy.RequestVersionOrHigher, false, "h2")]
    public void Version_and_policy_say_what_may_carry_the_handshake(int version, HttpVersionPolicy policy, bool tls, string expected)
    {
        var options = new WebSocketClientOptions
        {
            HttpVersion = version == 2 ? HttpVersion.Version20 : HttpVersion.Version11,
            HttpVersionPolicy = policy,
        };
        var versions = HttpVersions.Of(options).For(ServerAddress.Parse(new Uri(tls ? "wss://a/" : "ws://a/")));
        Assert.Equal(expected, string.Join(' ', versions.ToApplicationProtocols()));
    }

    [Fact]
    public void The_handlers_sub_protocols_are_offered_where_the_options_name_none()
    {
        Assert.Equal(["b"], ClientSettings.Of(new WebSocketClientOptions(), ["b"]).Protocols);
        Assert.Equal(["a"], ClientSettings.Of(new WebSocketClientOptions { Protocols = { "a" } }, ["b"]).Protocols);
    }
}
