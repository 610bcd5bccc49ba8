namespace Endpoints.Client;

/// <summary>Where <see cref="WebSocketClient.KeepConnectedAsync"/> is.</summary>
public enum WebSocketReconnectPhase
{
    /// <summary>Connecting, or in the handshake.</summary>
    Connecting,

    /// <summary>The session is open, and its handler begins.</summary>
    Connected,

    /// <summary>Connecting has failed, or the session has ended; it waits before it connects again.</summary>
    Waiting,
}
