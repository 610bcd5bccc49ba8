using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Endpoints.Transport.Linux.Native;

/// <summary>Error numbers of the kernel (<c>errno(3)</c>) that something here decides by.</summary>
internal static class Errno
{
    public const int Interrupted = 4;
    public const int Again = 11;
    public const int Busy = 16;
    public const int Invalid = 22;
    public const int TooManyFilesInSystem = 23;
    public const int TooManyFiles = 24;
    public const int BrokenPipe = 32;
    public const int TimerExpired = 62;
    public const int NoBuffers = 105;
    public const int ConnectionReset = 104;
    public const int TimedOut = 110;
    public const int Canceled = 125;

    /// <summary>What the last call of <see cref="LibC"/> on this thread failed with.</summary>
    public static int Last => Marshal.GetLastPInvokeError();

    /// <summary>An error number as an exception, for the log.</summary>
    public static IOException ToException(int errno, string call) =>
        new($"{call}: {new Win32Exception(errno).Message} (errno {errno}).");
}
