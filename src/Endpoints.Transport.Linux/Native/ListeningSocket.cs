using System.Net;
using System.Net.Sockets;

namespace Endpoints.Transport.Linux.Native;

/// <summary>A bound socket that listens. Not synchronised; dispose it after the last accept of a loop has ended.</summary>
internal sealed unsafe class ListeningSocket : IDisposable
{
    private const int Stream = 1;
    private const int NonBlocking = 0x800;
    private const int CloseOnExec = 0x80000;
    private const int SocketLevel = 1;
    private const int ReuseAddress = 2;
    private const int ReusePort = 15;
    private const int TcpLevel = 6;
    private const int TcpNoDelay = 1;
    private const int Ipv6Level = 41;
    private const int Ipv6Only = 26;

    private readonly string? _path;
    private int _handle;

    private ListeningSocket(int handle, EndPoint requested)
    {
        _handle = handle;
        _path = requested is UnixDomainSocketEndPoint ? requested.ToString() : null;
        EndPoint = KernelAddress.LocalOf(handle) ?? requested;
    }

    public int Handle => _handle;

    /// <summary>Where it listens, with the port that the kernel chose if 0 was asked for.</summary>
    public EndPoint EndPoint { get; }

    /// <summary>Binds and listens. What is set here, connections inherit from it: no delay of small segments (Nagle).</summary>
    /// <param name="endPoint">Where. An IPv6 "any" address takes IPv4, too.</param>
    /// <param name="backlog">Connections that wait to be accepted.</param>
    /// <param name="sharesPort">Whether <see cref="OpenAnother"/> will be called.</param>
    /// <exception cref="IOException">It cannot be bound; the message says why.</exception>
    public static ListeningSocket Open(EndPoint endPoint, int backlog, bool sharesPort) =>
        Open(endPoint, backlog, sharesBefore: false, sharesAfter: sharesPort);

    /// <summary>A further socket on the same port; the kernel shares connections out among them.</summary>
    /// <param name="backlog">Connections that wait to be accepted.</param>
    public ListeningSocket OpenAnother(int backlog) => Open(EndPoint, backlog, sharesBefore: true, sharesAfter: false);

    // The first is bound without sharing, for otherwise another process could have the port as well, and would get half of the connections.
    private static ListeningSocket Open(EndPoint endPoint, int backlog, bool sharesBefore, bool sharesAfter)
    {
        var family = KernelAddress.FamilyOf(endPoint);
        var handle = LibC.Socket(family, Stream | NonBlocking | CloseOnExec, 0);
        if (handle < 0)
        {
            throw Errno.ToException(Errno.Last, $"socket for {endPoint}");
        }

        try
        {
            if (family != KernelAddress.Unix)
            {
                Set(handle, SocketLevel, ReuseAddress, 1);
                Set(handle, TcpLevel, TcpNoDelay, 1);
                if (sharesBefore)
                {
                    Set(handle, SocketLevel, ReusePort, 1);
                }

                if (endPoint is IPEndPoint { AddressFamily: AddressFamily.InterNetworkV6 } ip)
                {
                    Set(handle, Ipv6Level, Ipv6Only, ip.Address.Equals(IPAddress.IPv6Any) ? 0 : 1);
                }
            }

            var address = stackalloc byte[KernelAddress.MaxSize];
            var length = KernelAddress.Write(endPoint, new Span<byte>(address, KernelAddress.MaxSize));
            if (LibC.Bind(handle, address, length) < 0)
            {
                throw Errno.ToException(Errno.Last, $"bind to {endPoint}");
            }

            if (sharesAfter)
            {
                Set(handle, SocketLevel, ReusePort, 1);
            }

            if (LibC.Listen(handle, backlog) < 0)
            {
                throw Errno.ToException(Errno.Last, $"listen on {endPoint}");
            }

            return new ListeningSocket(handle, endPoint);
        }
        catch
        {
            LibC.Close(handle);
            throw;
        }
    }

    public void Dispose()
    {
        if (_handle < 0)
        {
            return;
        }

        LibC.Close(_handle);
        _handle = -1;
        if (_path is not null)
        {
            File.Delete(_path);
        }
    }

    private static void Set(int handle, int level, int name, int value)
    {
        if (LibC.SetSocketOption(handle, level, name, &value, sizeof(int)) < 0)
        {
            throw Errno.ToException(Errno.Last, $"setsockopt {level}/{name}");
        }
    }
}
