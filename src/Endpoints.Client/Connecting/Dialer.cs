using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace Endpoints.Client.Connecting;

/// <summary>Makes the connection that a handshake is sent over.</summary>
internal static class Dialer
{
    /// <summary>Connects, and agrees on TLS where the address asks for it.</summary>
    public static async Task<OpenedStream> ConnectAsync(
        ServerAddress address, WebSocketClientOptions options, HttpVersions versions, CancellationToken cancellationToken)
    {
        var opened = await OpenAsync(address, options, cancellationToken).ConfigureAwait(false);
        return address.IsSecure ? await SecureAsync(opened, TlsOptions.For(address.HostName, options.Tls, versions), cancellationToken).ConfigureAwait(false) : opened;
    }

    private static async Task<OpenedStream> OpenAsync(ServerAddress address, WebSocketClientOptions options, CancellationToken cancellationToken)
    {
        if (options.ConnectCallback is { } callback)
        {
            var stream = await callback(address.Uri, cancellationToken).ConfigureAwait(false);
            return new OpenedStream(stream, stream, null, null);
        }

        if (options.UnixSocketPath is { } path)
        {
            return await ConnectSocketAsync(new UnixDomainSocketEndPoint(path), cancellationToken).ConfigureAwait(false);
        }

        if (options.Proxy is { } proxies && !proxies.IsBypassed(address.HttpUri) && proxies.GetProxy(address.HttpUri) is { } proxy)
        {
            return await ConnectThroughAsync(proxy, address, options, cancellationToken).ConfigureAwait(false);
        }

        return await ConnectSocketAsync(new DnsEndPoint(address.HostName, address.Port), cancellationToken).ConfigureAwait(false);
    }

    private static async Task<OpenedStream> ConnectSocketAsync(EndPoint endPoint, CancellationToken cancellationToken)
    {
        // A frame that is sent is one that shall arrive: nothing is gained by waiting for more.
        var socket = endPoint is UnixDomainSocketEndPoint
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endPoint, cancellationToken).ConfigureAwait(false);
            var stream = new NetworkStream(socket, ownsSocket: true);
            return new OpenedStream(stream, stream, socket.LocalEndPoint, socket.RemoteEndPoint);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<OpenedStream> ConnectThroughAsync(
        Uri proxy, ServerAddress address, WebSocketClientOptions options, CancellationToken cancellationToken)
    {
        if (proxy.Scheme != Uri.UriSchemeHttp)
        {
            throw new ArgumentException(
                $"{nameof(WebSocketClientOptions)}.{nameof(options.Proxy)} gives a proxy of the scheme '{proxy.Scheme}'; http is known.", nameof(options));
        }

        var opened = await ConnectSocketAsync(new DnsEndPoint(proxy.IdnHost, proxy.Port), cancellationToken).ConfigureAwait(false);
        try
        {
            var credential = options.Proxy!.Credentials?.GetCredential(proxy, "Basic");
            await ProxyTunnel.OpenAsync(opened.Stream, address, credential, options.MaxResponseHeadSize, cancellationToken).ConfigureAwait(false);
            return opened;
        }
        catch
        {
            await opened.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static async Task<OpenedStream> SecureAsync(
        OpenedStream below, SslClientAuthenticationOptions options, CancellationToken cancellationToken)
    {
        var tls = new SslStream(below.Stream, leaveInnerStreamOpen: false);
        try
        {
            await tls.AuthenticateAsClientAsync(options, cancellationToken).ConfigureAwait(false);
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
