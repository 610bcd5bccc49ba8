using Endpoints;

namespace SpringChapter;

/// <summary>
/// The path and the sub-protocols of the chapter's handshake: of <c>v10.stomp, v11.stomp</c> the first is agreed on. There is no STOMP broker here;
/// the endpoint says what was agreed on, and echoes.
/// </summary>
[WebSocketEndpoint("/spring-websocket-portfolio/portfolio", Protocols = ["v10.stomp", "v11.stomp"])]
public sealed class PortfolioEndpoint
{
    /// <summary>Greets.</summary>
    [OnOpen]
    public static string Opened(WebSocketSession session) => $"{session.SubProtocol ?? "no sub-protocol"} from {session.Handshake.GetHeaderValue("Origin")}";

    /// <summary>Echoes.</summary>
    [OnText]
    public static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> utf8) => utf8;
}
