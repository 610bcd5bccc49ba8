using Endpoints.Connections;

namespace Endpoints.Transports;

/// <summary>Carries one session from the end of its handshake to its own end.</summary>
internal interface ISessionTransport : IConnectionTransport
{
    /// <summary>What the session's deadlines go by, where the transport has a clock of its own; <see langword="null"/> for the server's.</summary>
    TimeProvider? Time => null;

    /// <summary>
    /// Runs the session; completes when it has ended and its last handler has run. Never fails for what the peer or its network does.
    /// </summary>
    /// <param name="connection">The connection, not yet started, with this as its transport.</param>
    /// <param name="disconnected">Cancelled when the peer is gone, for transports that may not see it themselves.</param>
    Task RunAsync(WebSocketConnection connection, CancellationToken disconnected);
}
