using System.Diagnostics.CodeAnalysis;
using Endpoints.Transport.Linux.Loop;

namespace Endpoints.Transport.Linux.Sessions;

/// <summary>
/// The end of a connection whose last bytes must reach the peer: our side is ended, and what still comes is read and thrown away until the
/// peer ends its side, too. Closing at once would answer those bytes with a reset, which may overtake what was sent (RFC 6455 section 7.1.1).
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "Closed, the last call, disposes what it owns.")]
internal sealed class LingeringClient : ISocketClient
{
    private readonly LoopSocket _socket;
    private readonly LoopDeadline _deadline;

    // Hears of the end, as every client does.
    private readonly ISocketClient _predecessor;

    private LingeringClient(LoopSocket socket, TimeSpan patience, bool resets)
    {
        (_socket, _predecessor) = (socket, socket.Client);
        _deadline = resets
            ? new LoopDeadline(socket.Loop, patience, static socket => ((LoopSocket)socket!).Abort(), socket)
            : new LoopDeadline(socket.Loop, patience, static socket => ((LoopSocket)socket!).Close(), socket);
    }

    /// <summary>Takes a socket over that is not sending.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="patience">How long the peer has to end its side.</param>
    /// <param name="resets">
    /// Whether the connection is reset after that. Otherwise it is closed, and the kernel goes on for a slow peer with what it still has to send.
    /// </param>
    public static void TakeOver(LoopSocket socket, TimeSpan patience, bool resets = true)
    {
        if ((socket.State & SocketState.Ended) != 0)
        {
            socket.Close();
            return;
        }

        socket.Client = new LingeringClient(socket, patience, resets);
        socket.ShutDown();
        socket.StartReceiving();
    }

    public void Received(Span<byte> buffer)
    {
    }

    public void Sent()
    {
    }

    public void Flush()
    {
    }

    public void Ended(int errno) => _socket.Close();

    public void Closed()
    {
        _deadline.Dispose();
        _predecessor.Closed();
    }
}
