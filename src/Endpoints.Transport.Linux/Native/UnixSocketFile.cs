using System.Net.Sockets;

namespace Endpoints.Transport.Linux.Native;

/// <summary>The file by which a Unix domain socket is found, which outlives a process that did not end in order.</summary>
internal static class UnixSocketFile
{
    private const int ReadNonBlockingCloseOnExec = 0x80800;

    /// <summary>Removes a socket on which nobody listens any more; leaves one that is in use.</summary>
    /// <exception cref="IOException">There is a file that is no socket, which is nobody's to remove.</exception>
    public static void RemoveStale(UnixDomainSocketEndPoint endPoint)
    {
        var path = endPoint.ToString();
        var handle = LibC.Open(path, ReadNonBlockingCloseOnExec);
        if (handle >= 0)
        {
            LibC.Close(handle);
            throw new IOException($"'{path}' is a file that is no socket, and is not replaced. Remove it, or listen on another path.");
        }

        // What cannot be opened for this reason is a socket. Whatever else is wrong with the path, binding to it will say.
        if (Errno.Last == Errno.NoDevice && !IsInUse(endPoint))
        {
            File.Delete(path);
        }
    }

    private static bool IsInUse(UnixDomainSocketEndPoint endPoint)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(endPoint);
            return true;
        }
        catch (SocketException error)
        {
            // Nobody listens. All else, as a queue that is full or a lack of rights, leaves it in use.
            return error.SocketErrorCode != SocketError.ConnectionRefused;
        }
    }
}
