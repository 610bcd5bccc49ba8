using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace Endpoints.Client.Connecting;

/// <summary>Makes the connection that a handshake is sent over.</summary>
internal static class Dialer
{
    /// <summary>Connects, and agrees on TLS where the address asks for it.</summary>
    public static async Task<OpenedStream> ConnectAsync(ServerAddress address, WebSocketClientOptions options, CancellationToken cancellationToken)
    {
        var opened = options.ConnectCallback is { } callback
            ? Of(await callback(address.Uri, cancellationToken).ConfigureAwait(false))
            : await ConnectSocketAsync(address, options.UnixSocketPath, cancellationToken).ConfigureAwait(false);
        return address.IsSecure ? await SecureAsync(opened, address, options.Tls, cancellationToken).ConfigureAwait(false) : opened;
    }

    private static OpenedStream Of(Stream stream) => new(stream, stream, null, null);

    private static async Task<OpenedStream> ConnectSocketAsync(ServerAddress address, string? unixSocketPath, CancellationToken cancellationToken)
    {
        Socket? socket = null;
        try
        {
            if (unixSocketPath is null)
            {
                // A frame that is sent is one that shall arrive: nothing is gained by waiting for more.
                socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(new DnsEndPoint(address.HostName, address.Port), cancellationToken).ConfigureAwait(false);
            }
            else
            {
                socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(unixSocketPath), cancellationToken).ConfigureAwait(false);
            }

            var stream = new NetworkStream(socket, ownsSocket: true);
            return new OpenedStream(stream, stream, socket.LocalEndPoint, socket.RemoteEndPoint);
        }
        catch
        {
            socket?.Dispose();
            throw;
        }
    }

    private static async Task<OpenedStream> SecureAsync(
        OpenedStream below, ServerAddress address, SslClientAuthenticationOptions? options, CancellationToken cancellationToken)
    {
        var tls = new SslStream(below.Stream, leaveInnerStreamOpen: false);
        try
        {
            await tls.AuthenticateAsClientAsync(TlsOptions.For(address.HostName, options), cancellationToken).ConfigureAwait(false);
            return below with { Stream = tls };
        }
        catch
        {
            below.Abort();
            await tls.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
