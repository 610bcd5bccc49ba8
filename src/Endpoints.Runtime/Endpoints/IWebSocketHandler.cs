namespace Endpoints;

/// <summary>A conversation in one method: it gets the session, receives and sends as it likes, and the session ends with it.</summary>
public interface IWebSocketHandler
{
    /// <summary>The sub-protocols that it speaks, in the order of preference (RFC 6455 section 1.9); none by default.</summary>
    IReadOnlyList<string> SubProtocols => [];

    /// <summary>
    /// Has the conversation. When it completes, the session is closed with 1000, unless it was closed before; when it throws, with 1011.
    /// </summary>
    /// <param name="session">The session, open.</param>
    /// <param name="cancellationToken">Cancelled when the session has ended, or shall end.</param>
    ValueTask HandleAsync(WebSocketSession session, CancellationToken cancellationToken);
}
