namespace Endpoints;

/// <summary>A message could not be sent because the session has ended or is closing.</summary>
public sealed class WebSocketClosedException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="status">How the session ended, as far as it is known.</param>
    public WebSocketClosedException(CloseStatus status)
        : base($"The WebSocket session is closed ({status}); nothing can be sent.") => Status = status;

    /// <summary>How the session ended, as far as it is known.</summary>
    public CloseStatus Status { get; }
}
