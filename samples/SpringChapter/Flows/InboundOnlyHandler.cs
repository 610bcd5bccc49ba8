using Endpoints;

namespace SpringChapter.Flows;

/// <summary>
/// Inbound only, in Spring <c>session.receive().doOnNext(...).concatMap(...).then()</c>: over when the peer closes. A message is dealt with before
/// the next one is taken from the network, which slows down a peer that sends faster.
/// </summary>
public sealed class InboundOnlyHandler(Guestbook book) : IWebSocketHandler
{
    public async ValueTask HandleAsync(WebSocketSession session, CancellationToken cancellationToken)
    {
        await foreach (var text in session.ReceiveTextsAsync(cancellationToken))
        {
            await book.StoreAsync(text);
        }
    }
}
