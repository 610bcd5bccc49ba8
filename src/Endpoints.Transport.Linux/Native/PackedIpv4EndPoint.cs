using System.Net;
using System.Net.Sockets;

namespace Endpoints.Transport.Linux.Native;

/// <summary>An IPv4 end point in 8 bytes, as it is or mapped to IPv6 (RFC 4291 section 2.5.5.2), which it is where one socket listens for both.</summary>
internal readonly struct PackedIpv4EndPoint
{
    private const int Size = 4;

    private readonly uint _address;
    private readonly ushort _port;
    private readonly bool _isMapped;

    /// <param name="endPoint">What to pack, see <see cref="Fits"/>.</param>
    public PackedIpv4EndPoint(IPEndPoint endPoint)
    {
        Span<byte> bytes = stackalloc byte[Size];
        endPoint.Address.MapToIPv4().TryWriteBytes(bytes, out _);
        (_address, _port, _isMapped) = (BitConverter.ToUInt32(bytes), (ushort)endPoint.Port, endPoint.Address.IsIPv4MappedToIPv6);
    }

    /// <summary>Whether nothing of an end point is lost here.</summary>
    public static bool Fits(IPEndPoint endPoint) =>
        endPoint.AddressFamily == AddressFamily.InterNetwork
        || (endPoint.Address.IsIPv4MappedToIPv6 && endPoint.Address.ScopeId == 0);

    /// <summary>As an object again.</summary>
    public IPEndPoint ToEndPoint()
    {
        Span<byte> bytes = stackalloc byte[Size];
        BitConverter.TryWriteBytes(bytes, _address);
        var address = new IPAddress(bytes);
        return new IPEndPoint(_isMapped ? address.MapToIPv6() : address, _port);
    }
}
