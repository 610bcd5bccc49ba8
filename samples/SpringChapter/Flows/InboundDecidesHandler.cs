using Endpoints;

namespace SpringChapter.Flows;

/// <summary>
/// Outbound has no end, so inbound decides: over when the peer closes. What is still being sent then is cancelled with the session.
/// </summary>
public sealed class InboundDecidesHandler(PriceSource prices) : IWebSocketHandler
{
    public async ValueTask HandleAsync(WebSocketSession session, CancellationToken cancellationToken)
    {
        var output = session.SendAllAsync(prices.WatchAsync(cancellationToken), cancellationToken);
        await foreach (var text in session.ReceiveTextsAsync(cancellationToken))
        {
            await session.SendTextAsync($"Thank you for {text}", cancellationToken);
        }

        // Throws that the session has ended, which a handler need not explain: it ends quietly.
        await output;
    }
}
