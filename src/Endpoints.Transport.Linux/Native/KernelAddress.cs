using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Endpoints.Transport.Linux.Native;

/// <summary><c>struct sockaddr_in</c>, <c>sockaddr_in6</c> and <c>sockaddr_un</c> to end points and back.</summary>
internal static unsafe class KernelAddress
{
    public const int Unix = 1;
    public const int Inet = 2;
    public const int Inet6 = 10;

    /// <summary>Bytes that the largest of them takes: <c>sizeof(struct sockaddr_un)</c>.</summary>
    public const int MaxSize = 110;

    /// <summary>Bytes that a path may have, without its end.</summary>
    public const int MaxPathSize = 107;

    private const int PathOffset = 2;

    /// <summary>The family of an end point.</summary>
    /// <exception cref="NotSupportedException">It is neither an <see cref="IPEndPoint"/> nor a <see cref="UnixDomainSocketEndPoint"/>.</exception>
    public static int FamilyOf(EndPoint endPoint) => endPoint switch
    {
        IPEndPoint { AddressFamily: AddressFamily.InterNetwork } => Inet,
        IPEndPoint { AddressFamily: AddressFamily.InterNetworkV6 } => Inet6,
        UnixDomainSocketEndPoint => Unix,
        _ => throw new NotSupportedException($"{endPoint} cannot be listened on; use an IPEndPoint or a UnixDomainSocketEndPoint."),
    };

    /// <summary>Writes an end point for the kernel, and returns its length.</summary>
    public static int Write(EndPoint endPoint, Span<byte> destination)
    {
        destination.Clear();
        var family = FamilyOf(endPoint);
        BitConverter.TryWriteBytes(destination, (ushort)family);
        if (endPoint is not IPEndPoint ip)
        {
            return PathOffset + Encoding.UTF8.GetBytes(endPoint.ToString()!, destination[PathOffset..]) + 1;
        }

        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)ip.Port);
        if (family == Inet)
        {
            ip.Address.TryWriteBytes(destination[4..], out _);
            return 16;
        }

        ip.Address.TryWriteBytes(destination[8..], out _);
        BitConverter.TryWriteBytes(destination[24..], (uint)ip.Address.ScopeId);
        return 28;
    }

    /// <summary>The address that a socket is bound to; <see langword="null"/> for one without a name.</summary>
    public static EndPoint? LocalOf(int socket)
    {
        var bytes = stackalloc byte[MaxSize];
        var length = MaxSize;
        return LibC.GetSocketName(socket, bytes, &length) == 0 ? Read(new ReadOnlySpan<byte>(bytes, Math.Min(length, MaxSize))) : null;
    }

    /// <summary>The address of a socket's peer; <see langword="null"/> when it is gone, or has no name.</summary>
    public static EndPoint? RemoteOf(int socket)
    {
        var bytes = stackalloc byte[MaxSize];
        var length = MaxSize;
        return LibC.GetPeerName(socket, bytes, &length) == 0 ? Read(new ReadOnlySpan<byte>(bytes, Math.Min(length, MaxSize))) : null;
    }

    private static EndPoint? Read(ReadOnlySpan<byte> source)
    {
        if (source.Length < PathOffset)
        {
            return null;
        }

        switch (BitConverter.ToUInt16(source))
        {
            case Inet:
                return new IPEndPoint(new IPAddress(source.Slice(4, 4)), BinaryPrimitives.ReadUInt16BigEndian(source[2..]));
            case Inet6:
                return new IPEndPoint(
                    new IPAddress(source.Slice(8, 16), BitConverter.ToUInt32(source[24..])), BinaryPrimitives.ReadUInt16BigEndian(source[2..]));
            default:
                var path = source[PathOffset..];
                var end = path.IndexOf((byte)0);
                var name = Encoding.UTF8.GetString(end < 0 ? path : path[..end]);
                return name.Length == 0 ? null : new UnixDomainSocketEndPoint(name);
        }
    }
}
