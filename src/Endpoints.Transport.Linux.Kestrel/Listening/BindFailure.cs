using System.Net.Sockets;
using Endpoints.Transport.Linux.Native;
using Microsoft.AspNetCore.Connections;

namespace Endpoints.Transport.Linux.Kestrel.Listening;

/// <summary>
/// What keeps an end point from being bound, as Kestrel knows it from its own sockets: it goes on without IPv6 where a machine has none, for example.
/// </summary>
internal static class BindFailure
{
    /// <summary>The exception that Kestrel expects; <see langword="null"/> when the one that there is says it all.</summary>
    public static Exception? Find(Exception error) => error is not IOException broken ? null : Errno.Of(broken) switch
    {
        Errno.AddressInUse => new AddressInUseException(broken.Message, broken),
        Errno.AccessDenied => new SocketException((int)SocketError.AccessDenied, broken.Message),
        Errno.AddressNotAvailable => new SocketException((int)SocketError.AddressNotAvailable, broken.Message),
        Errno.AddressFamilyNotSupported => new SocketException((int)SocketError.AddressFamilyNotSupported, broken.Message),
        _ => null,
    };
}
