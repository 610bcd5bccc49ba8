using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Endpoints.Transport.Linux.Native;

/// <summary>Error numbers of the kernel (<c>errno(3)</c>) that something here decides by.</summary>
internal static class Errno
{
    public const int Interrupted = 4;
    public const int NoDevice = 6;
    public const int Again = 11;
    public const int AccessDenied = 13;
    public const int Busy = 16;
    public const int TooManyFiles = 24;
    public const int BrokenPipe = 32;
    public const int TimerExpired = 62;
    public const int AddressFamilyNotSupported = 97;
    public const int AddressInUse = 98;
    public const int AddressNotAvailable = 99;
    public const int NoBuffers = 105;
    public const int ConnectionReset = 104;
    public const int Canceled = 125;

    /// <summary>What the last call of <see cref="LibC"/> on this thread failed with.</summary>
    public static int Last => Marshal.GetLastPInvokeError();

    /// <summary>An error number as an exception, for the log; <see cref="Of"/> finds it again.</summary>
    public static IOException ToException(int errno, string call)
    {
        var error = new Win32Exception(errno);
        return new IOException($"{call}: {error.Message} (errno {errno}).", error);
    }

    /// <summary>The error number of an exception of <see cref="ToException"/>; 0 for others.</summary>
    public static int Of(IOException exception) => (exception.InnerException as Win32Exception)?.NativeErrorCode ?? 0;
}
