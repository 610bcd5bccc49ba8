using System.Runtime.CompilerServices;
using Endpoints.Backplanes;
using Endpoints.Backplanes.Presence;
using Endpoints.Connections.Groups;
using Endpoints.Connections.Presence;

namespace Endpoints.Dispatch;

/// <summary>Who is in the groups of an endpoint of this host. In those of one that it does not serve there is nobody.</summary>
internal sealed class ServedPresence<TEndpoint> : IWebSocketPresence<TEndpoint>
    where TEndpoint : class
{
    private readonly SessionGroups _groups;
    private readonly ClusterPresence? _elsewhere;

    /// <exception cref="InvalidOperationException">No table has the endpoint.</exception>
    public ServedPresence(EndpointServer server, BackplaneNode? backplane = null)
    {
        if (!server.Knows(typeof(TEndpoint)))
        {
            throw new InvalidOperationException(
                $"{typeof(TEndpoint)} is no WebSocket endpoint of this application. IWebSocketPresence<T> takes a class with [WebSocketEndpoint].");
        }

        var route = server.Routes.Values.FirstOrDefault(static route => route.Descriptor.EndpointType == typeof(TEndpoint));
        _groups = route?.Sessions.Groups ?? new SessionGroups();
        _elsewhere = backplane?.PresenceOf(EndpointServer.KeyOf(typeof(TEndpoint)));
        _groups.KeepPresence();
    }

    public int Count(string group) => _groups.CountPresentHere(Checked(group));

    public IReadOnlyList<PresentMember> List(string group) => _groups.PresentHere(Checked(group));

    public IReadOnlyList<PresentUser> ListUsers(string group) => [.. UserWatch.UsersOf(_groups.PresentHere(Checked(group)))];

    public async ValueTask<int> CountAsync(string group, CancellationToken cancellationToken = default)
    {
        using var followed = await FollowAsync(Checked(group), cancellationToken).ConfigureAwait(false);
        return _groups.CountPresent(group);
    }

    public async ValueTask<IReadOnlyList<PresentMember>> ListAsync(string group, CancellationToken cancellationToken = default)
    {
        using var followed = await FollowAsync(Checked(group), cancellationToken).ConfigureAwait(false);
        return _groups.Present(group);
    }

    public async ValueTask<IReadOnlyList<PresentUser>> ListUsersAsync(string group, CancellationToken cancellationToken = default)
    {
        using var followed = await FollowAsync(Checked(group), cancellationToken).ConfigureAwait(false);
        return [.. UserWatch.UsersOf(_groups.Present(group))];
    }

    public IAsyncEnumerable<PresenceChange> WatchAsync(string group, CancellationToken cancellationToken = default) =>
        WatchAsync(Checked(group), static () => new MemberWatch(), cancellationToken);

    public IAsyncEnumerable<UserPresenceChange> WatchUsersAsync(string group, CancellationToken cancellationToken = default) =>
        WatchAsync(Checked(group), static () => new UserWatch(), cancellationToken);

    private async IAsyncEnumerable<TChange> WatchAsync<TChange>(
        string group, Func<PresenceWatch<TChange>> begin, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var followed = await FollowAsync(group, cancellationToken).ConfigureAwait(false);
        var watch = begin();
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

    // The members in other processes are known while it is held.
    private async ValueTask<Followed> FollowAsync(string group, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _elsewhere is null
            ? default
            : new Followed(_elsewhere, await _elsewhere.FollowAsync(group, cancellationToken).ConfigureAwait(false));
    }

    private static string Checked(string group)
    {
        ArgumentException.ThrowIfNullOrEmpty(group);
        return group;
    }

    private readonly record struct Followed(ClusterPresence? Elsewhere, FollowedGroup? Group) : IDisposable
    {
        public void Dispose() => Elsewhere?.Release(Group!);
    }
}
