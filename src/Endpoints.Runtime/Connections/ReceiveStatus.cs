namespace Endpoints.Connections;

/// <summary>What a door does next after <see cref="WebSocketConnection.Receive"/>.</summary>
internal enum ReceiveStatus
{
    /// <summary>Read more, keeping the bytes that were not consumed.</summary>
    NeedMore,

    /// <summary>
    /// A handler is still running or the send queue is full, and a message waits in the bytes not consumed: keep them, and call
    /// again after <see cref="IConnectionTransport.ResumeReceive"/>.
    /// </summary>
    Paused,

    /// <summary>The closing handshake is complete: write what is left, then close the transport.</summary>
    Closed,
}
