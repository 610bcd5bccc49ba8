using System.Net;

namespace Endpoints.Client.Connecting;

/// <summary>Where a redirect leads to (RFC 9110 section 15.4), which a client may follow (RFC 6455 section 4.1).</summary>
internal static class Redirect
{
    /// <summary>Whether a refusal is a redirect.</summary>
    public static bool IsOne(WebSocketHandshakeException refusal) => refusal.StatusCode
        is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
        or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect
        && refusal.Headers.ContainsKey("Location");

    /// <summary>The next address.</summary>
    /// <exception cref="WebSocketHandshakeException">It is none, or would give TLS away.</exception>
    public static ServerAddress Follow(ServerAddress from, WebSocketHandshakeException refusal)
    {
        if (!Uri.TryCreate(from.HttpUri, refusal.Headers["Location"][0], out var location))
        {
            throw Refused("whose Location is no address", refusal);
        }

        ServerAddress next;
        try
        {
            next = ServerAddress.Parse(ToWebSocket(location));
        }
        catch (ArgumentException)
        {
            throw Refused("whose Location is no address of a WebSocket server", refusal);
        }

        return from.IsSecure && !next.IsSecure ? throw Refused("from wss to ws, which would give TLS away", refusal) : next;
    }

    // A fragment is for whoever shows a page.
    private static Uri ToWebSocket(Uri location) => location.Scheme is not ("http" or "https")
        ? location
        : new UriBuilder(location) { Scheme = location.Scheme == "http" ? "ws" : "wss", Port = location.Port, Fragment = "" }.Uri;

    private static WebSocketHandshakeException Refused(string why, WebSocketHandshakeException refusal) =>
        new($"The server answered with a redirect {why}.", refusal.StatusCode, refusal.Headers);
}
