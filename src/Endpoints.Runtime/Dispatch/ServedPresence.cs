using System.Runtime.CompilerServices;
using Endpoints.Connections.Groups;
using Endpoints.Connections.Presence;

namespace Endpoints.Dispatch;

/// <summary>Who is in the groups of an endpoint of this host. In those of one that it does not serve there is nobody.</summary>
internal sealed class ServedPresence<TEndpoint> : IWebSocketPresence<TEndpoint>
    where TEndpoint : class
{
    private readonly SessionGroups _groups;

    /// <exception cref="InvalidOperationException">No table has the endpoint.</exception>
    public ServedPresence(EndpointServer server)
    {
        if (!server.Knows(typeof(TEndpoint)))
        {
            throw new InvalidOperationException(
                $"{typeof(TEndpoint)} is no WebSocket endpoint of this application. IWebSocketPresence<T> takes a class with [WebSocketEndpoint].");
        }

        var route = server.Routes.Values.FirstOrDefault(static route => route.Descriptor.EndpointType == typeof(TEndpoint));
        _groups = route?.Sessions.Groups ?? new SessionGroups();
        _groups.KeepPresence();
    }

    public int Count(string group) => _groups.CountPresent(Checked(group));

    public IReadOnlyList<PresentMember> List(string group) => _groups.Present(Checked(group));

    public IReadOnlyList<PresentUser> ListUsers(string group) => [.. UserWatch.UsersOf(_groups.Present(Checked(group)))];

    public IAsyncEnumerable<PresenceChange> WatchAsync(string group, CancellationToken cancellationToken = default) =>
        WatchMembersAsync(Checked(group), cancellationToken);

    public IAsyncEnumerable<UserPresenceChange> WatchUsersAsync(string group, CancellationToken cancellationToken = default) =>
        WatchAllUsersAsync(Checked(group), cancellationToken);

    private async IAsyncEnumerable<PresenceChange> WatchMembersAsync(string group, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var watch = new MemberWatch();
        _groups.Watch(group, watch);
        try
        {
            await foreach (var change in watch.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return change;
            }
        }
        finally
        {
            _groups.Unwatch(group, watch);
        }
    }

    private async IAsyncEnumerable<UserPresenceChange> WatchAllUsersAsync(string group, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var watch = new UserWatch();
        _groups.Watch(group, watch);
        try
        {
            await foreach (var change in watch.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return change;
            }
        }
        finally
        {
            _groups.Unwatch(group, watch);
        }
    }

    private static string Checked(string group)
    {
        ArgumentException.ThrowIfNullOrEmpty(group);
        return group;
    }
}
