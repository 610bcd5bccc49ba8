using System.Buffers;

namespace Endpoints.Connections;

/// <summary>
/// What a door does for a connection. The connection never touches a socket: the door calls
/// <see cref="WebSocketConnection.Receive"/> with the bytes that it has, and these calls tell it when to do something.
/// They come from any thread, hold no lock, and must not block or throw.
/// </summary>
internal interface IConnectionTransport
{
    /// <summary>
    /// Lends the arrays in which output waits, so that a transport can have them where it needs them, pinned for example. Asked for once;
    /// used from any thread, and after <see cref="Abort"/>. What is lent counts with the length that it has.
    /// </summary>
    ArrayPool<byte> OutputPool => ArrayPool<byte>.Shared;

    /// <summary>
    /// There is output, and no flush under way: take it with <see cref="WebSocketConnection.TryTakeOutput"/>, write it, call
    /// <see cref="WebSocketConnection.OutputWritten"/>, and again until there is none.
    /// </summary>
    void RequestFlush();

    /// <summary>Delivery was paused and goes on: call <see cref="WebSocketConnection.Receive"/> with what was left.</summary>
    void ResumeReceive();

    /// <summary>End the transport now; <see cref="WebSocketConnection.TransportClosed"/> is expected soon.</summary>
    void Abort();
}
