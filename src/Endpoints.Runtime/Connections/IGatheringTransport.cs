namespace Endpoints.Connections;

/// <summary>
/// A transport with memory of its own for output, as a pipe has: what fits there goes there at once, and is not gathered twice.
/// </summary>
internal interface IGatheringTransport : IConnectionTransport
{
    /// <summary>
    /// Copies a frame behind those that it has gathered. They go in front of the batch that <see cref="WebSocketConnection.TryTakeOutput"/>
    /// hands out next, perhaps an empty one, and are with the network when that was written.
    /// </summary>
    /// <param name="header">The header of the frame.</param>
    /// <param name="payload">Its payload.</param>
    /// <remarks>
    /// Called from any thread, under the session's lock and never while a batch is being written: it must not call the connection.
    /// </remarks>
    void Gather(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload);
}
