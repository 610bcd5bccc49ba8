using Endpoints;

namespace Echo;

/// <summary>The path and the sub-protocols of the handshake in Spring's documentation. Echoes, too; there is no STOMP broker here.</summary>
[WebSocketEndpoint("/spring-websocket-portfolio/portfolio", Protocols = ["v10.stomp", "v11.stomp"])]
public sealed class PortfolioEndpoint
{
    [OnText]
    public static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> utf8) => utf8;

    [OnBinary]
    public static ReadOnlySpan<byte> Binary(ReadOnlySpan<byte> payload) => payload;
}
