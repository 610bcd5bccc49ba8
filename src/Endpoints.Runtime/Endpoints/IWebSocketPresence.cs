namespace Endpoints;

/// <summary>
/// Who is in the groups of an endpoint on this host: sessions, or users with all their sessions, what they tell of themselves, and how that
/// changes. Ask for it in a constructor; it is a singleton and safe to use from any thread.
/// </summary>
/// <typeparam name="TEndpoint">The endpoint class.</typeparam>
/// <remarks>
/// Members are those of <see cref="WebSocketSession.Join(string)"/>. Nothing is kept for presence until an application asks for this service, or a
/// session tells something of itself for one group; from then on it is some 200 bytes for each membership.
/// </remarks>
public interface IWebSocketPresence<TEndpoint>
    where TEndpoint : class
{
    /// <summary>How many sessions are in a group at this moment.</summary>
    /// <param name="group">The group's name.</param>
    int Count(string group);

    /// <summary>The sessions in a group at this moment, in the order in which they joined.</summary>
    /// <param name="group">The group's name.</param>
    IReadOnlyList<PresentMember> List(string group);

    /// <summary>The users in a group at this moment, each once, in the order in which they came. Sessions of nobody are not among them.</summary>
    /// <param name="group">The group's name.</param>
    IReadOnlyList<PresentUser> ListUsers(string group);

    /// <summary>Tells who is in a group, and from then on who comes, changes and goes.</summary>
    /// <param name="group">The group's name; it need have no members.</param>
    /// <param name="cancellationToken">Ends the watch, with an <see cref="OperationCanceledException"/>. Nothing else does.</param>
    /// <returns>
    /// A sequence without end, which may be walked several times, each by itself; a watch begins with the first step. The first that it tells are those
    /// who are there, as <see cref="PresenceChangeKind.Present"/>.
    /// </returns>
    /// <remarks>
    /// A slow watcher is told less, and never waited for: of each session at most one change waits, into which those that follow are merged. One
    /// that came and went meanwhile is not told at all, one that left and came back is <see cref="PresenceChangeKind.Updated"/>. So what waits never is
    /// more than the sessions that the watcher knows of and those that are there. Who applies the changes in their order has the list.
    /// </remarks>
    IAsyncEnumerable<PresenceChange> WatchAsync(string group, CancellationToken cancellationToken = default);

    /// <summary>
    /// The same by user: one joins with their first session in the group and leaves with their last; what happens in between is
    /// <see cref="PresenceChangeKind.Updated"/>.
    /// </summary>
    /// <inheritdoc cref="WatchAsync"/>
    IAsyncEnumerable<UserPresenceChange> WatchUsersAsync(string group, CancellationToken cancellationToken = default);
}
