using Endpoints;

namespace SpringChapter.Flows;

/// <summary>Over when either stream is: after three prices, or earlier when the peer closes. What the other still had to say is dropped.</summary>
public sealed class EitherStreamHandler(Guestbook book, PriceSource prices) : IWebSocketHandler
{
    private const int Prices = 3;

    public async ValueTask HandleAsync(WebSocketSession session, CancellationToken cancellationToken)
    {
        var input = ReceiveAsync(session, cancellationToken);
        var output = session.SendAllAsync(prices.WatchAsync(cancellationToken).Take(Prices), cancellationToken);

        // The inner one says which was first, the outer one how it ended.
        await await Task.WhenAny(input, output);
    }

    private async Task ReceiveAsync(WebSocketSession session, CancellationToken cancellationToken)
    {
        await foreach (var text in session.ReceiveTextsAsync(cancellationToken))
        {
            await book.StoreAsync(text);
        }
    }
}
