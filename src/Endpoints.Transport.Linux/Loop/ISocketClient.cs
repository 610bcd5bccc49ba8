namespace Endpoints.Transport.Linux.Loop;

/// <summary>What the bytes of a socket mean to somebody. All calls come from the socket's loop, one at a time.</summary>
internal interface ISocketClient
{
    /// <summary>
    /// Bytes in front of what is received that the client may write to: room for the few that it has kept of the last time, so that an incomplete
    /// frame head costs no copy of what follows it.
    /// </summary>
    const int Headroom = 256;

    /// <summary>The peer has sent something.</summary>
    /// <param name="buffer">
    /// What has come, behind <see cref="Headroom"/> bytes whose content is void. All of it may be written to, and is valid during the call.
    /// </param>
    void Received(Span<byte> buffer);

    /// <summary>The batch that was given to <see cref="LoopSocket.Send"/> is with the kernel; its memory is free again.</summary>
    void Sent();

    /// <summary>The end of a turn of the loop, after <see cref="LoopSocket.RequestFlush"/>: the time to send what has gathered.</summary>
    void Flush();

    /// <summary>
    /// Nothing is received any more, for the peer has ended its side (0), or the connection broke (the error number). Comes once for each at most,
    /// the end before the break, and not after <see cref="LoopSocket.Close"/>. After a break nothing is <see cref="Sent"/>.
    /// </summary>
    void Ended(int errno);

    /// <summary>The last call: the handle is closed and the kernel holds no memory of the socket's.</summary>
    void Closed();
}
