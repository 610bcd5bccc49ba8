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
    };

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
    public void The_handlers_sub_protocols_are_offered_where_the_options_name_none()
    {
        Assert.Equal(["b"], ClientSettings.Of(new WebSocketClientOptions(), ["b"]).Protocols);
        Assert.Equal(["a"], ClientSettings.Of(new WebSocketClientOptions { Protocols = { "a" } }, ["b"]).Protocols);
    }
}
