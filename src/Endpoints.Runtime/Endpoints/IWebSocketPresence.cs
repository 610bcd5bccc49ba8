using Endpoints.Backplanes;

namespace Endpoints;

/// <summary>
/// Who is in the groups of an endpoint: sessions, or users with all their sessions, what they tell of themselves, and how that changes. Ask for it in a
/// constructor; it is a singleton and safe to use from any thread.
/// </summary>
/// <typeparam name="TEndpoint">The endpoint class.</typeparam>
/// <remarks>
/// <para>
/// Members are those of <see cref="WebSocketSession.Join(string)"/>. Nothing is kept for presence until an application asks for this service, or a
/// session tells something of itself for one group; from then on it is some 200 bytes for each membership.
/// </para>
/// <para>
/// With a backplane, what ends in <c>Async</c> is of all processes and everything else of this one. The others are asked the first time, which takes a
/// moment and at most <see cref="WebSocketBackplaneOptions.CountTimeout"/>; from then on they tell what changes, until a group has been of no interest here for
/// <see cref="WebSocketBackplaneOptions.UnsubscribeDelay"/>. A process that is gone takes its sessions with it, at once when it stops and after
/// <see cref="WebSocketBackplaneOptions.NodeExpiry"/> when it breaks down. What is lost on the way is noticed within
/// <see cref="WebSocketBackplaneOptions.AnnounceInterval"/>.
/// </para>
/// </remarks>
public interface IWebSocketPresence<TEndpoint>
    where TEndpoint : class
{
    /// <summary>How many sessions of this process are in a group at this moment.</summary>
    /// <param name="group">The group's name.</param>
    int Count(string group);

    /// <summary>The sessions of this process in a group at this moment, in the order in which they joined.</summary>
    /// <param name="group">The group's name.</param>
    IReadOnlyList<PresentMember> List(string group);

    /// <summary>The users in a group of this process at this moment, each once, in the order in which they came. Sessions of nobody are not among them.</summary>
    /// <param name="group">The group's name.</param>
    IReadOnlyList<PresentUser> ListUsers(string group);

    /// <summary>How many sessions of all processes are in a group.</summary>
    /// <param name="group">The group's name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<int> CountAsync(string group, CancellationToken cancellationToken = default);

    /// <summary>The sessions of all processes in a group, in the order in which they joined by the clocks of their processes.</summary>
    /// <inheritdoc cref="CountAsync"/>
    ValueTask<IReadOnlyList<PresentMember>> ListAsync(string group, CancellationToken cancellationToken = default);

    /// <summary>The users in a group of all processes, each once with their sessions of all processes. Sessions of nobody are not among them.</summary>
    /// <inheritdoc cref="CountAsync"/>
    ValueTask<IReadOnlyList<PresentUser>> ListUsersAsync(string group, CancellationToken cancellationToken = default);

    /// <summary>Tells who of all processes is in a group, and from then on who comes, changes and goes.</summary>
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
