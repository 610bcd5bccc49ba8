using Endpoints;

namespace SpringChapter.Flows;

/// <summary>
/// Work that goes on when the next message is asked for, in Spring <c>message.retain()</c>: the payload is lent until then, so what works on it later
/// has a copy of its own, in a pooled buffer.
/// </summary>
public sealed class NestedWorkHandler(Guestbook book) : IWebSocketHandler
{
    private const int MaxAtOnce = 4;

    public async ValueTask HandleAsync(WebSocketSession session, CancellationToken cancellationToken)
    {
        var running = new List<Task>();
        await foreach (var message in session.ReceiveAllAsync(cancellationToken))
        {
            running.Add(StoreAsync(message.Retain()));
            if (running.Count == MaxAtOnce)
            {
                // A peer that sends faster than this works is not read meanwhile.
                running.Remove(await Task.WhenAny(running));
            }
        }

        await Task.WhenAll(running);
    }

    private async Task StoreAsync(RetainedMessage message)
    {
        using (message)
        {
            await Task.Yield();
            await book.StoreAsync(message.IsText ? message.GetText() : $"{message.Payload.Length} bytes");
        }
    }
}
