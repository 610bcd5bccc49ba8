using System.Net;
using System.Net.Security;

namespace Endpoints.Client.Connecting;

/// <summary>What may carry a handshake.</summary>
/// <param name="Http2">Whether HTTP/2 may, which is preferred then.</param>
/// <param name="Http11">Whether HTTP/1.1 may.</param>
internal readonly record struct HttpVersions(bool Http2, bool Http11)
{
    /// <summary>HTTP/1.1 and nothing else.</summary>
    public static readonly HttpVersions OnlyHttp11 = new(Http2: false, Http11: true);

    /// <summary>What the options ask for.</summary>
    public static HttpVersions Of(WebSocketClientOptions options)
    {
        var isTwo = options.HttpVersion == HttpVersion.Version20;
        return new(
            isTwo || options.HttpVersionPolicy == HttpVersionPolicy.RequestVersionOrHigher,
            !isTwo || options.HttpVersionPolicy == HttpVersionPolicy.RequestVersionOrLower);
    }

    /// <summary>What is left of it for an address: without TLS nothing tells which of two the server speaks, and every server speaks HTTP/1.1.</summary>
    public HttpVersions For(ServerAddress address) => Http11 && !address.IsSecure ? OnlyHttp11 : this;

    /// <summary>What a client offers by ALPN (RFC 7301), in the order of preference.</summary>
    public List<SslApplicationProtocol> ToApplicationProtocols() => (Http2, Http11) switch
    {
        (true, true) => [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
        (true, false) => [SslApplicationProtocol.Http2],
        _ => [SslApplicationProtocol.Http11],
    };
}
