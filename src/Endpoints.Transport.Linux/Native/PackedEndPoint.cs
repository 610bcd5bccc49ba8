using System.Net;
using System.Net.Sockets;

namespace Endpoints.Transport.Linux.Native;

/// <summary>An IP end point in 32 bytes, for those of many idle connections that nobody may ever ask for.</summary>
internal readonly struct PackedEndPoint
{
    private const int Ipv4Size = 4;
    private const int Ipv6Size = 16;

    private readonly UInt128 _address;
    private readonly uint _scope;
    private readonly ushort _port;
    private readonly byte _size;

    /// <param name="endPoint">What to pack.</param>
    public PackedEndPoint(IPEndPoint endPoint)
    {
        Span<byte> bytes = stackalloc byte[Ipv6Size];
        bytes.Clear();
        endPoint.Address.TryWriteBytes(bytes, out var size);
        _address = BitConverter.ToUInt128(bytes);
        _scope = endPoint.AddressFamily == AddressFamily.InterNetworkV6 ? (uint)endPoint.Address.ScopeId : 0;
        _port = (ushort)endPoint.Port;
        _size = (byte)size;
    }

    /// <summary>As an object again; <see langword="null"/> for the default.</summary>
    public IPEndPoint? ToEndPoint()
    {
        Span<byte> bytes = stackalloc byte[Ipv6Size];
        BitConverter.TryWriteBytes(bytes, _address);
        return _size switch
        {
            0 => null,
            Ipv4Size => new IPEndPoint(new IPAddress(bytes[..Ipv4Size]), _port),
            _ => new IPEndPoint(new IPAddress(bytes, _scope), _port),
        };
    }
}
