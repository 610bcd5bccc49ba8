namespace Endpoints;

/// <summary>A conversation in one method: it gets the session, receives and sends as it likes, and the session ends with it.</summary>
/// <remarks>
/// A server has it by <c>services.AddWebSocketHandler()</c> at every door, or by <c>app.MapWebSocket()</c> in ASP.NET Core; a client runs it by
/// <c>WebSocketClient.ExecuteAsync()</c>. One object may be in several sessions at the same time, unless each session has its own.
/// </remarks>
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
