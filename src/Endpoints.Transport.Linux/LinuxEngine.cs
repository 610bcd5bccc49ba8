namespace Endpoints.Transport.Linux;

/// <summary>How event loops talk to the kernel.</summary>
public enum LinuxEngine
{
    /// <summary>io_uring where the kernel allows it, otherwise epoll; the log says which and why.</summary>
    Automatic,

    /// <summary>io_uring, or a start-up failure. Linux 6.0 or later.</summary>
    IoUring,

    /// <summary>epoll.</summary>
    Epoll,
}
