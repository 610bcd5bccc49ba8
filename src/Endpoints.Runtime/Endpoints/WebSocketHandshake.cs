using System.Net;
using System.Security.Claims;
using System.Text;
using Endpoints.Handshake;

namespace Endpoints;

/// <summary>
/// The request that opened a session, as it was when the handshake was accepted. Safe to read from any thread, and after the end
/// of the session, but for <see cref="Services"/>.
/// </summary>
public abstract class WebSocketHandshake
{
    /// <summary>
    /// The address that the client asked for: <c>ws</c> or <c>wss</c>, the <c>Host</c> of the request, path and query. Relative, without scheme and
    /// host, where the request named no host that can be read. Put together each time. Behind a proxy it is what the proxy asked for, unless
    /// the host is told otherwise (<c>UseForwardedHeaders</c>).
    /// </summary>
    public abstract Uri Uri { get; }

    /// <summary>The path of the request target, percent-decoded, beginning with <c>/</c>.</summary>
    public abstract string Path { get; }

    /// <summary>The query string with its <c>?</c>, or empty.</summary>
    public abstract string QueryString { get; }

    /// <summary>The agreed sub-protocol, or <see langword="null"/> for none.</summary>
    public abstract string? SubProtocol { get; }

    /// <summary>The index of the agreed sub-protocol in the endpoint's list, or -1.</summary>
    public abstract int SubProtocolIndex { get; }

    /// <summary>Who made the request; an identity that is not authenticated where nothing authenticates.</summary>
    public abstract ClaimsPrincipal User { get; }

    /// <summary>The peer's address, where the transport knows it.</summary>
    public abstract EndPoint? RemoteEndPoint { get; }

    /// <summary>The address that the peer connected to, where the transport knows it.</summary>
    public abstract EndPoint? LocalEndPoint { get; }

    /// <summary>The services of the session: a scope that lives as long as the session. It is made when they are asked for.</summary>
    /// <exception cref="ObjectDisposedException">The session has ended.</exception>
    public abstract IServiceProvider Services { get; }

    /// <summary>The services of the application, for what is not a session's own; those of the session where they are all that there is.</summary>
    internal virtual IServiceProvider ApplicationServices => Services;

    /// <summary>The door that it came by, for operators; <see langword="null"/> for none of a host's.</summary>
    internal virtual string? Door => null;

    /// <summary>The value of a parameter of the route template, percent-decoded; <see langword="null"/> when it is not there.</summary>
    /// <param name="name">The parameter's name, in any case.</param>
    public abstract string? GetRouteValue(string name);

    /// <summary>The first value of a query key, decoded; <see langword="null"/> when it is not there.</summary>
    /// <param name="name">The key, in any case.</param>
    public abstract string? GetQueryValue(string name);

    /// <summary>
    /// The value of a header, several lines joined by commas, those of <c>Cookie</c> by semicolons (RFC 9113 section 8.2.3);
    /// <see langword="null"/> when it is not there.
    /// </summary>
    /// <param name="name">The header's name, in any case.</param>
    public abstract string? GetHeaderValue(string name);

    /// <summary>The names of all headers, each once, in no particular order. Collected each time.</summary>
    public abstract IReadOnlyCollection<string> GetHeaderNames();

    /// <summary>The value of a cookie of the request, as it was sent (RFC 6265 section 4.2); <see langword="null"/> when it is not there.</summary>
    /// <param name="name">The cookie's name, in this case. The first of several counts.</param>
    public string? GetCookieValue(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return GetHeaderValue("Cookie") is { } cookies ? CookieText.Find(cookies, name) : null;
    }

    /// <summary>The address of a request, see <see cref="Uri"/>.</summary>
    /// <param name="isSecure">Whether it came by TLS.</param>
    /// <param name="host">The <c>Host</c> header.</param>
    /// <param name="pathAndQuery">The rest, percent-encoded, beginning with <c>/</c>.</param>
    private protected static Uri MakeUri(bool isSecure, string? host, string pathAndQuery) =>
        host is not null
        && HttpAuthority.TryParse(Encoding.UTF8.GetBytes(host), out _)
        && Uri.TryCreate($"{(isSecure ? "wss" : "ws")}://{host}{pathAndQuery}", UriKind.Absolute, out var absolute)
            ? absolute
            : new Uri(pathAndQuery, UriKind.Relative);
}
