using System.ComponentModel;
using System.Text;

namespace Endpoints.Handshake;

/// <summary>
/// Decides whether a page may open a session (RFC 6455 section 10.2). Nothing here allocates or throws; safe to call from any thread.
/// </summary>
/// <remarks>
/// Schemes and hosts are compared in any case, ports as numbers with the scheme's default filled in (80 for <c>http</c> and <c>ws</c>,
/// 443 for <c>https</c> and <c>wss</c>). An origin that is not <c>scheme://host[:port]</c>, such as <c>null</c>, matches nothing.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class OriginRules
{
    /// <summary>Reads the request's origin.</summary>
    /// <param name="head">The request head.</param>
    /// <param name="origin">
    /// The origin as sent. Empty, so that no rule matches it, when several <c>Origin</c> lines contradict each other or the line is
    /// empty: RFC 6454 section 7.3 allows one.
    /// </param>
    /// <returns><see langword="false"/> when there is no <c>Origin</c> header: the client is not a browser.</returns>
    public static bool TryGetOrigin(scoped in HandshakeHead head, out ReadOnlySpan<byte> origin)
    {
        var lines = new HeaderLines(head, HandshakeHeaders.Origin).ReadSingle(out origin);
        if (lines > 1)
        {
            origin = default;
        }

        return lines > 0;
    }

    /// <summary>All that the request has for its origin, for the log. Allocates.</summary>
    /// <param name="head">The request head.</param>
    internal static string Describe(in HandshakeHead head)
    {
        var lines = new List<string>();
        foreach (var line in new HeaderLines(in head, HandshakeHeaders.Origin))
        {
            // Byte by byte: what is no ASCII is no origin, and shall not become a character that a log reader acts on.
            lines.Add(Encoding.Latin1.GetString(line));
        }

        return string.Join(", ", lines);
    }

    /// <summary>Whether the origin is the one that the request itself was sent to, by its <c>Host</c> header.</summary>
    /// <param name="head">The request head; over HTTP/2 its <c>Host</c> line holds <c>:authority</c>.</param>
    /// <param name="origin">The origin as sent.</param>
    /// <remarks>
    /// Where the transport is known to be TLS the origin must be <c>https</c>. Where it is not, <c>http</c> and <c>https</c> are both
    /// admitted, because a proxy in front may have ended TLS: what the browser's address bar said cannot be known here.
    /// </remarks>
    public static bool IsSameOrigin(in HandshakeHead head, ReadOnlySpan<byte> origin)
    {
        if (new HeaderLines(head, HandshakeHeaders.Host).ReadSingle(out var host) != 1
            || !HttpAuthority.TryParse(host, out var requested)
            || !WebOrigin.TryParse(origin, out var page))
        {
            return false;
        }

        var isSchemeAdmitted = WebOrigin.IsSecure(page.Scheme) || (!head.IsSecure && WebOrigin.IsPlain(page.Scheme));
        return isSchemeAdmitted
            && Ascii.EqualsIgnoreCase(page.Authority.Host, requested.Host)
            && page.Port == WebOrigin.PortOf(requested, page.Scheme);
    }

    /// <summary>Whether the origin is an admitted one.</summary>
    /// <param name="origin">The origin as sent.</param>
    /// <param name="allowed">The admitted origin, for example <c>https://example.com</c>.</param>
    public static bool Is(ReadOnlySpan<byte> origin, ReadOnlySpan<byte> allowed) =>
        WebOrigin.TryParse(origin, out var page)
        && WebOrigin.TryParse(allowed, out var admitted)
        && Ascii.EqualsIgnoreCase(page.Scheme, admitted.Scheme)
        && Ascii.EqualsIgnoreCase(page.Authority.Host, admitted.Authority.Host)
        && page.Port == admitted.Port;

    /// <summary>Whether the origin is a sub-domain, at any depth, of an admitted domain; the domain itself is not.</summary>
    /// <param name="origin">The origin as sent.</param>
    /// <param name="scheme">The admitted scheme, for example <c>https</c>.</param>
    /// <param name="domainAndPort">
    /// The domain with an optional port, for example <c>example.com</c> for <c>https://*.example.com</c>.
    /// </param>
    public static bool IsSubdomainOf(ReadOnlySpan<byte> origin, ReadOnlySpan<byte> scheme, ReadOnlySpan<byte> domainAndPort)
    {
        if (!WebOrigin.TryParse(origin, out var page)
            || !HttpAuthority.TryParse(domainAndPort, out var parent)
            || page.Authority.IsAddressLiteral
            || !Ascii.EqualsIgnoreCase(page.Scheme, scheme)
            || page.Port != WebOrigin.PortOf(parent, scheme))
        {
            return false;
        }

        var labelsLength = page.Authority.Host.Length - parent.Host.Length - 1;
        if (labelsLength < 1)
        {
            return false;
        }

        var host = page.Authority.Host;
        return host[labelsLength] == '.'
            && Ascii.EqualsIgnoreCase(host[(labelsLength + 1)..], parent.Host)
            && AreLabels(host[..labelsLength]);
    }

    // No empty label: ".example.com" and "a..example.com" are no host names.
    private static bool AreLabels(ReadOnlySpan<byte> text) =>
        text[0] != '.' && text[^1] != '.' && text.IndexOf(".."u8) < 0;
}
