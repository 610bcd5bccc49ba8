namespace Endpoints;

/// <summary>
/// What an operator asks of a host, and does to its sessions, whatever door they came by. It checks nobody's rights: whoever gets it may do all that
/// it does. Over HTTP, behind a policy, it is <c>app.MapWebSocketAdministration(...)</c> of the ASP.NET Core door. Safe to use from any thread.
/// </summary>
/// <remarks>
/// A question looks at all sessions of the endpoints that it is about, and gives each that it looks at its <see cref="WebSocketSession.Id"/>: it is made
/// for people and dashboards, and not for every message. Sessions of clients, which this host has opened to others, are not among them.
/// </remarks>
public interface IWebSocketAdministration
{
    /// <summary>The endpoints that this host serves, by their route templates.</summary>
    IReadOnlyList<WebSocketEndpointFacts> ListEndpoints();

    /// <summary>A page of the open sessions, in the order of their identifiers: a session is on one page only, and one that comes meanwhile is on the last.</summary>
    /// <param name="query">Which sessions, and how many.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is out of its range.</exception>
    WebSocketSessionPage ListSessions(WebSocketSessionQuery query);

    /// <summary>Everything that is known of a session; <see langword="null"/> where there is none with this identifier.</summary>
    /// <param name="id">The identifier, see <see cref="WebSocketSession.Id"/>.</param>
    WebSocketSessionDetails? FindSession(string id);

    /// <summary>Begins the closing handshake with a session, and does not wait for its end. For one that is closing already it does nothing.</summary>
    /// <param name="id">The identifier.</param>
    /// <param name="status">A code that may be sent, and a reason of at most 123 bytes.</param>
    /// <returns><see langword="false"/> where there is no such session.</returns>
    /// <exception cref="ArgumentException">The code may not be sent or the reason is too long.</exception>
    bool Close(string id, CloseStatus status);

    /// <summary>Ends the connection of a session at once, without a close frame: its peer sees 1006. What is queued is lost.</summary>
    /// <param name="id">The identifier.</param>
    /// <returns><see langword="false"/> where there is no such session.</returns>
    bool Abort(string id);
}
