namespace Endpoints.Connections;

/// <summary>
/// A transport that can send from the memory that it has received into: a large message that is sent back, as it came, from within its
/// handler needs no copy then. The input of such a transport does not move (it is pinned, or not the collector's).
/// </summary>
internal interface ILendingTransport : IConnectionTransport
{
    /// <summary>
    /// Keeps a part of the input for the output. The bytes must stay as they are until <see cref="WebSocketConnection.OutputWritten"/> is called
    /// for the batch that they are, or until <see cref="WebSocketConnection.TransportClosed"/>; what is around them is consumed as usual.
    /// </summary>
    /// <param name="payload">The payload of a message within the input of the <see cref="WebSocketConnection.Receive"/> that is under way.</param>
    /// <param name="headerLength">Bytes in front of it that are wanted, too; they are the message's.</param>
    /// <returns>Those bytes and the payload as memory, which the connection writes to at once; empty where that is not possible now.</returns>
    /// <remarks>Called on the thread of that call, and under the session's lock: it must not call the connection.</remarks>
    Memory<byte> LendInput(ReadOnlySpan<byte> payload, int headerLength);
}
