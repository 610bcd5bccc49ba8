namespace Endpoints.Client.Connecting;

/// <summary>What an address says about the way to a server (RFC 6455 section 3).</summary>
/// <param name="Uri">The address.</param>
/// <param name="IsSecure">Whether TLS is spoken.</param>
/// <param name="HostName">The host to connect to, and the name that its certificate must have.</param>
/// <param name="Port">The port.</param>
internal sealed record ServerAddress(Uri Uri, bool IsSecure, string HostName, int Port)
{
    /// <summary>What <c>Host</c> says: the port only where it is not the scheme's own.</summary>
    public string HostHeader => Uri.IsDefaultPort ? Authority[..Authority.LastIndexOf(':')] : Authority;

    /// <summary>Host and port, as a proxy is asked for them.</summary>
    public string Authority => $"{(Uri.HostNameType == UriHostNameType.IPv6 ? $"[{HostName}]" : HostName)}:{Port}";

    /// <summary>Path and query, percent-encoded.</summary>
    public string Target => Uri.PathAndQuery;

    /// <summary>The address as cookies know it, whose scheme is that of HTTP.</summary>
    public Uri HttpUri => new UriBuilder(Uri) { Scheme = IsSecure ? Uri.UriSchemeHttps : Uri.UriSchemeHttp, Port = Port }.Uri;

    /// <summary>Whether scheme, host and port are those of another address (RFC 6454 section 5).</summary>
    public bool HasOriginOf(ServerAddress other) =>
        IsSecure == other.IsSecure && Port == other.Port && string.Equals(HostName, other.HostName, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads an address that the application gave.</summary>
    /// <exception cref="ArgumentException">It is no address of a WebSocket server.</exception>
    public static ServerAddress Parse(Uri uri)
    {
        if (!uri.IsAbsoluteUri)
        {
            throw new ArgumentException($"'{uri}' is relative; an address begins with ws:// or wss://.", nameof(uri));
        }

        bool? isSecure = uri.Scheme switch
        {
            "ws" or "http" => false,
            "wss" or "https" => true,
            _ => null,
        };
        if (isSecure is null)
        {
            throw new ArgumentException($"The scheme '{uri.Scheme}' is not known; use ws or wss (RFC 6455 section 3).", nameof(uri));
        }

        if (uri.Fragment.Length > 0)
        {
            throw new ArgumentException("The address has a fragment, which has no meaning here: write # as %23 (RFC 6455 section 3).", nameof(uri));
        }

        if (uri.UserInfo.Length > 0)
        {
            throw new ArgumentException("The address has a user; put credentials into the header Authorization instead.", nameof(uri));
        }

        if (uri.IdnHost.Length == 0)
        {
            throw new ArgumentException("The address has no host.", nameof(uri));
        }

        return new ServerAddress(uri, isSecure.Value, uri.IdnHost, uri.Port);
    }
}
