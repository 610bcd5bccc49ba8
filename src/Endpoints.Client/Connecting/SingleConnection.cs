using System.Text;

namespace Endpoints.Client.Connecting;

/// <summary>The platform's HTTP/2 over a connection that exists already.</summary>
internal static class SingleConnection
{
    private const int KibiByte = 1024;

    /// <summary>Makes an invoker whose requests go over the connection, and nowhere else.</summary>
    /// <param name="opened">The connection. Disposing the invoker ends it, once it has taken it.</param>
    /// <param name="options">The limits.</param>
    public static HttpMessageInvoker Over(OpenedStream opened, WebSocketClientOptions options)
    {
        var stream = opened.Stream;
        return new HttpMessageInvoker(new SocketsHttpHandler
        {
            // Another connection would be asked for when this one has failed.
            ConnectCallback = (_, _) => Interlocked.Exchange(ref stream, null) is { } once
                ? new ValueTask<Stream>(once)
                : throw new IOException("The connection ended before the handshake did."),
            MaxResponseHeadersLength = (options.MaxResponseHeadSize + KibiByte - 1) / KibiByte,

            // What goes over HTTP/1.1, and no more: proxies, cookies and redirects are the client's own affair.
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
            ResponseHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
        });
    }
}
