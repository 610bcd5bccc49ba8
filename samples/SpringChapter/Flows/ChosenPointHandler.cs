using Endpoints;

namespace SpringChapter.Flows;

/// <summary>Over at a point of our own choice, by closing the session: that ends both streams, whatever they still had to say.</summary>
public sealed class ChosenPointHandler(PriceSource prices) : IWebSocketHandler
{
    /// <summary>The code is one that applications may use as they like (RFC 6455 section 7.4.2).</summary>
    private static readonly CloseStatus Goodbye = new(4000, "as you wish");

    public async ValueTask HandleAsync(WebSocketSession session, CancellationToken cancellationToken)
    {
        var output = session.SendAllAsync(prices.WatchAsync(cancellationToken), cancellationToken);
        await foreach (var text in session.ReceiveTextsAsync(cancellationToken))
        {
            if (text == "bye")
            {
                await session.CloseAsync(Goodbye, cancellationToken);
            }
        }

        await output;
    }
}
