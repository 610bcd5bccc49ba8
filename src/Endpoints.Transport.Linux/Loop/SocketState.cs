namespace Endpoints.Transport.Linux.Loop;

/// <summary>What is under way with a socket.</summary>
[Flags]
internal enum SocketState : ushort
{
    None = 0,

    /// <summary>Its client wants to receive.</summary>
    Receiving = 1 << 0,

    /// <summary>The kernel has a receive, or reports when there is something to receive.</summary>
    Armed = 1 << 1,

    /// <summary>A receive is being cancelled.</summary>
    Disarming = 1 << 2,

    /// <summary>A batch is with the kernel, or waits until there is room.</summary>
    Sending = 1 << 3,

    /// <summary>It is in the list of sockets to flush at the end of this turn.</summary>
    Dirty = 1 << 4,

    /// <summary>Nothing comes any more.</summary>
    Ended = 1 << 5,

    /// <summary>Our side was ended: the peer sees the end after what was sent.</summary>
    ShutDown = 1 << 6,

    /// <summary>It is closed as soon as nothing of it is with the kernel.</summary>
    Closing = 1 << 7,

    Closed = 1 << 8,

    /// <summary>The kernel watches it for a break of the connection, while nothing is received.</summary>
    Watched = 1 << 9,

    /// <summary>What is being sent waits until the kernel reports room for it.</summary>
    AwaitsRoom = 1 << 10,

    /// <summary>The kernel reports nothing of it any more.</summary>
    Unlisted = 1 << 11,

    /// <summary>The array that is being sent goes back to the pool after that.</summary>
    OwnsBatch = 1 << 12,
}
