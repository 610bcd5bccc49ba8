namespace Endpoints;

/// <summary>The states of a session (RFC 6455 sections 4 and 7; the handshake is over before a session exists).</summary>
public enum WebSocketSessionState : byte
{
    /// <summary>Messages may be sent and are delivered.</summary>
    Open,

    /// <summary>A close frame was sent or received; nothing more can be sent.</summary>
    Closing,

    /// <summary>The connection is gone.</summary>
    Closed,
}
