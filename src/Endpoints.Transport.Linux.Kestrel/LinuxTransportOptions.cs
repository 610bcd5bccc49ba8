namespace Endpoints.Transport.Linux.Kestrel;

/// <summary>How the event loops carry Kestrel's connections. Read once, when the server first binds; not synchronised.</summary>
public sealed class LinuxTransportOptions
{
    /// <summary>
    /// Loops, each a thread with sockets of its own; a connection stays with its loop. Default: one for each processor. 1 to 1,024. Requests
    /// run on the thread pool whatever it is; upgraded sessions run on the loop.
    /// </summary>
    public int LoopCount { get; set; } = Environment.ProcessorCount;

    /// <summary>Whether loop n stays on the nth processor that this process may use. Default <see langword="false"/>.</summary>
    public bool PinLoops { get; set; }

    /// <summary>How loops talk to the kernel. Default <see cref="LinuxEngine.Automatic"/>.</summary>
    public LinuxEngine Engine { get; set; }

    /// <summary>Connections that wait to be accepted, for each end point and loop. Default 4,096; the kernel's <c>somaxconn</c> bounds it.</summary>
    public int Backlog { get; set; } = 4096;

    /// <summary>Bytes that one receive takes at most. Default 64 KiB; 4 KiB to 1 MiB. io_uring only.</summary>
    public int ReceiveBufferSize { get; set; } = 64 * 1024;

    /// <summary>
    /// Receive buffers that each loop keeps, and has at most; it takes as many as its activity needs. Default 64 and 1,024; powers of two, up to
    /// 32,768. Connections have none of their own. io_uring only.
    /// </summary>
    public int MinReceiveBuffers { get; set; } = 64;

    /// <inheritdoc cref="MinReceiveBuffers"/>
    public int MaxReceiveBuffers { get; set; } = 1024;

    /// <summary>
    /// Bytes of a connection that were received and not read by the application yet, before the peer is held back; <see langword="null"/> for no
    /// limit. Default 1 MiB. What the kernel has handed over already may exceed it.
    /// </summary>
    public long? MaxReadBufferSize { get; set; } = 1024 * 1024;

    /// <summary>
    /// Bytes of a connection that were written and not sent yet, before the application's writes have to wait; <see langword="null"/> for no limit.
    /// Default 64 KiB.
    /// </summary>
    public long? MaxWriteBufferSize { get; set; } = 64 * 1024;
}
