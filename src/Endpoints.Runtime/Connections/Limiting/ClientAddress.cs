using System.Buffers.Binary;
using System.Net;

namespace Endpoints.Connections.Limiting;

/// <summary>
/// Whom an address stands for where clients are counted: one of IPv4 for itself, one of IPv6 for its network, since a host has as many of them as it
/// likes (RFC 4291 section 2.5.4, RFC 8981). Other end points, Unix sockets for one, stand for nobody.
/// </summary>
internal static class ClientAddress
{
    /// <summary>The address as a number: all of IPv4 within the block of mapped addresses.</summary>
    /// <param name="endPoint">The peer.</param>
    /// <param name="ipv6PrefixLength">The bits of an IPv6 address that count: 1 to 128.</param>
    /// <returns><see langword="null"/> where there is no address.</returns>
    public static UInt128? Of(EndPoint? endPoint, int ipv6PrefixLength)
    {
        if (endPoint is not IPEndPoint { Address: var address })
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[16];
        var isIpv4 = address.IsIPv4MappedToIPv6 || address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork;
        (isIpv4 ? address.MapToIPv6() : address).TryWriteBytes(bytes, out _);
        var number = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        return isIpv4 ? number : number & (UInt128.MaxValue << (128 - ipv6PrefixLength));
    }
}
