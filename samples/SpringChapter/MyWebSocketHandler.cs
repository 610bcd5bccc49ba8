using Endpoints;

namespace SpringChapter;

/// <summary>The chapter's first handler: it gets the session, and the session is over when it returns.</summary>
public sealed class MyWebSocketHandler : IWebSocketHandler
{
    public async ValueTask HandleAsync(WebSocketSession session, CancellationToken cancellationToken)
    {
        await session.SendTextAsync($"You have reached {session.Handshake.Uri.AbsolutePath} by WebSocket.", cancellationToken);
        await session.SendTextAsync("That was all.", cancellationToken);
    }
}
