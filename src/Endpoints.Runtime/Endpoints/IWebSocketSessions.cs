namespace Endpoints;

/// <summary>
/// The open sessions of an endpoint: find and count those of this process, send to many of all processes where a backplane is registered. Ask for it in a constructor; it is a singleton
/// and safe to use from any thread.
/// </summary>
/// <typeparam name="TEndpoint">The endpoint class.</typeparam>
/// <remarks>
/// A session is there from before its open handler until after its close handler. A message is framed once, compressed at most once for each
/// window that clients have agreed on, and a large one is in memory once, not once for each session.
/// </remarks>
public interface IWebSocketSessions<TEndpoint>
    where TEndpoint : class
{
    /// <summary>How many there are at this moment.</summary>
    int Count { get; }

    /// <summary>All of them.</summary>
    WebSocketAudience All { get; }

    /// <summary>The names of the groups that have members at this moment.</summary>
    IReadOnlyCollection<string> GroupNames { get; }

    /// <summary>The members of a group; nobody where it has none.</summary>
    /// <param name="name">The name, compared exactly. See <see cref="WebSocketSession.Join"/>.</param>
    WebSocketAudience Group(string name);

    /// <summary>
    /// The sessions of a user: those whose authenticated <see cref="WebSocketHandshake.User"/> has this <c>NameIdentifier</c> claim or, without
    /// such a claim, this name. The first call looks at all sessions; from then on they are kept by user.
    /// </summary>
    /// <param name="name">The user, compared exactly.</param>
    WebSocketAudience User(string name);

    /// <summary>The session with an identifier (see <see cref="WebSocketSession.Id"/>), or <see langword="null"/>. Looks at all of them.</summary>
    /// <param name="id">The identifier.</param>
    WebSocketSession? Find(string id);
}
