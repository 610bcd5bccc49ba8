using Endpoints;

namespace SpringChapter.Flows;

/// <summary>
/// Inbound and outbound as one flow, in Spring <c>session.send(session.receive().map(...))</c>: over when the peer has closed and every answer
/// was written.
/// </summary>
public sealed class CombinedHandler : IWebSocketHandler
{
    public async ValueTask HandleAsync(WebSocketSession session, CancellationToken cancellationToken) => await session.SendAllAsync(
        session.ReceiveTextsAsync(cancellationToken).Select(text => $"Echo {text}"), cancellationToken);
}
