using System.Net;

namespace Endpoints.Transport.Linux.Native;

/// <summary>An IPv6 end point in 24 bytes, for those of many idle connections that nobody may ever ask for.</summary>
internal readonly struct PackedIpv6EndPoint
{
    private const int Size = 16;

    // Not a UInt128, which would be aligned to 16 bytes.
    private readonly ulong _first;
    private readonly ulong _second;
    private readonly uint _scope;
    private readonly ushort _port;

    /// <param name="endPoint">What to pack.</param>
    public PackedIpv6EndPoint(IPEndPoint endPoint)
    {
        Span<byte> bytes = stackalloc byte[Size];
        endPoint.Address.TryWriteBytes(bytes, out _);
        _first = BitConverter.ToUInt64(bytes);
        _second = BitConverter.ToUInt64(bytes[sizeof(ulong)..]);
        (_scope, _port) = ((uint)endPoint.Address.ScopeId, (ushort)endPoint.Port);
    }

    /// <summary>As an object again.</summary>
    public IPEndPoint ToEndPoint()
    {
        Span<byte> bytes = stackalloc byte[Size];
        BitConverter.TryWriteBytes(bytes, _first);
        BitConverter.TryWriteBytes(bytes[sizeof(ulong)..], _second);
        return new IPEndPoint(new IPAddress(bytes, _scope), _port);
    }
}
