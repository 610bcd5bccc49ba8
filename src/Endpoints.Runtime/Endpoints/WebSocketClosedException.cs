namespace Endpoints;

/// <summary>
/// A message could not be sent, or not be read to its end, because the session has ended or is closing.
/// </summary>
public sealed class WebSocketClosedException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="status">How the session ended, as far as it is known.</param>
    public WebSocketClosedException(CloseStatus status)
        : base($"The WebSocket session is closed ({status}); nothing can be sent.") => Status = status;

    private WebSocketClosedException(string message, CloseStatus status)
        : base(message) => Status = status;

    /// <summary>How the session ended, as far as it is known.</summary>
    public CloseStatus Status { get; }

    /// <summary>The session ended before a message did that a handler reads while it arrives.</summary>
    internal static WebSocketClosedException WithinMessage(CloseStatus status) =>
        new($"The WebSocket session was closed ({status}) before the message had come to its end.", status);
}
