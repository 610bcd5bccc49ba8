using System.Security.Claims;

namespace Endpoints.Connections.Groups;

/// <summary>
/// The sessions of each user: groups that sessions are in by themselves, from the first time on that somebody asks for a user. Until then, and
/// for sessions of nobody, it costs nothing. Safe to use from any thread.
/// </summary>
internal sealed class SessionUsers
{
    private readonly SessionGroups _groups = new(ofUsers: true);
    private volatile bool _isTracking;

    /// <summary>What a user is called: the identifier that the authentication gave, or else the name; <see langword="null"/> for nobody.</summary>
    public static string? NameOf(ClaimsPrincipal user) =>
        user.Identity is { IsAuthenticated: true } identity ? user.FindFirst(ClaimTypes.NameIdentifier)?.Value ?? identity.Name : null;

    /// <summary>Keeps sessions by user from the first one on, and tells which users are there. To be called before there is a session.</summary>
    /// <param name="watcher">Is told.</param>
    public void Watch(IGroupWatcher watcher)
    {
        _groups.Watcher = watcher;
        _isTracking = true;
    }

    /// <summary>A session has begun.</summary>
    public void Add(WebSocketConnection session)
    {
        if (_isTracking)
        {
            Join(session);
        }
    }

    /// <summary>The sessions of a user at this moment.</summary>
    /// <param name="name">The user, see <see cref="NameOf"/>.</param>
    /// <param name="registry">Knows the sessions that began before.</param>
    public WebSocketConnection[] Snapshot(string name, SessionRegistry registry)
    {
        if (!_isTracking)
        {
            // A session that begins meanwhile may join twice, of which the first counts.
            _isTracking = true;
            foreach (var session in registry.Snapshot())
            {
                Join(session);
            }
        }

        return _groups.Snapshot(name);
    }

    private void Join(WebSocketConnection session)
    {
        if (NameOf(session.Handshake.User) is { } name)
        {
            _groups.Join(session, name);
        }
    }
}
