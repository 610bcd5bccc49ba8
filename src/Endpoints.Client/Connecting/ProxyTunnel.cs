using System.Net;
using System.Text;
using Endpoints.Handshake;

namespace Endpoints.Client.Connecting;

/// <summary>A way through an HTTP proxy (RFC 9110 section 9.3.6; RFC 6455 section 4.1, item 3).</summary>
internal static class ProxyTunnel
{
    /// <summary>Asks the proxy for the way to a server; when it returns, the stream is the server's.</summary>
    /// <param name="stream">The connection to the proxy.</param>
    /// <param name="address">The server.</param>
    /// <param name="credential">Who asks (RFC 7617); <see langword="null"/> for nobody.</param>
    /// <param name="maxHeadSize">Largest head of the proxy's response, in bytes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="WebSocketHandshakeException">The proxy refused.</exception>
    public static async Task OpenAsync(
        Stream stream, ServerAddress address, NetworkCredential? credential, int maxHeadSize, CancellationToken cancellationToken)
    {
        var request = $"CONNECT {address.Authority} HTTP/1.1\r\nHost: {address.Authority}\r\n{Authorization(credential)}\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), cancellationToken).ConfigureAwait(false);
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        using var reader = new ResponseReader(stream, "proxy", maxHeadSize);
        await reader.ReadAsync(
            static (in ResponseHead head, ReadOnlySpan<byte> behind) => Judge(in head, behind.Length), cancellationToken).ConfigureAwait(false);
    }

    private static string Authorization(NetworkCredential? credential)
    {
        if (credential is null)
        {
            return "";
        }

        if (credential.UserName.Contains(':', StringComparison.Ordinal))
        {
            throw new ArgumentException("The user of a proxy must not have a colon in the name (RFC 7617 section 2).", nameof(credential));
        }

        var pair = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credential.UserName}:{credential.Password}"));
        return $"Proxy-Authorization: Basic {pair}\r\n";
    }

    private static bool Judge(in ResponseHead head, int behind)
    {
        if (head.StatusCode is < 200 or > 299)
        {
            var advice = head.StatusCode == 407 ? " It wants credentials: give them to WebSocketClientOptions.Proxy." : "";
            throw new WebSocketHandshakeException(
                $"The proxy refused the way to the server (RFC 9110 section 9.3.6). It is {head.StatusCode}.{advice}",
                (HttpStatusCode)head.StatusCode,
                ResponseHeaders.Of(head.Fields));
        }

        // The server speaks only when it was asked, and it was not yet: whatever this is, it is not the server's.
        return behind == 0 ? true : throw new WebSocketHandshakeException("The proxy sent something behind its response to CONNECT.");
    }
}
