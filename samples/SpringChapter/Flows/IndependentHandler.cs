using Endpoints;

namespace SpringChapter.Flows;

/// <summary>
/// Two flows that know nothing of each other, in Spring <c>input.and(output)</c>: over when both are, with the first error of either, and in
/// any case when the session ends, which ends both.
/// </summary>
public sealed class IndependentHandler(Guestbook book, PriceSource prices) : IWebSocketHandler
{
    public async ValueTask HandleAsync(WebSocketSession session, CancellationToken cancellationToken)
    {
        var input = ReceiveAsync(session, cancellationToken);
        var output = session.SendAllAsync(prices.WatchAsync(cancellationToken), cancellationToken);

        // Not WhenAll, which would keep the error of one flow to itself for as long as the other goes on.
        await foreach (var flow in Task.WhenEach(input, output))
        {
            await flow;
        }
    }

    private async Task ReceiveAsync(WebSocketSession session, CancellationToken cancellationToken)
    {
        await foreach (var text in session.ReceiveTextsAsync(cancellationToken))
        {
            await book.StoreAsync(text);
        }
    }
}
