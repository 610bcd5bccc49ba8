using Endpoints.Connections.Groups;

namespace Endpoints.Backplanes.Presence;

/// <summary>
/// Who of other processes is in the groups of an endpoint. They are known for groups that somebody follows here; every process tells the changes of its own
/// members to whoever has subscribed to the group, and its whole list to whoever asks. What was missed is asked for again. Safe to use from any thread.
/// </summary>
/// <param name="node">This process.</param>
/// <param name="key">The endpoint.</param>
/// <param name="groups">Its groups here, which keep the members of other processes, too.</param>
internal sealed partial class ClusterPresence(BackplaneNode node, string key, SessionGroups groups)
{
    // Taken before the locks of the groups, never within them.
    private readonly Lock _gate = new();
    private readonly Dictionary<string, FollowedGroup> _followed = new(StringComparer.Ordinal);
    private List<FollowedGroup> _unasked = [];

    /// <summary>
    /// Has the members of a group in other processes known until <see cref="Release"/>, and for a while afterwards. Completes when all of them have answered or have
    /// had the time to, at once where there is no connection.
    /// </summary>
    public async ValueTask<FollowedGroup> FollowAsync(string group, CancellationToken cancellationToken)
    {
        var followed = Use(group, out var known);
        if (!known.IsCompleted && node.State == WebSocketBackplaneState.Connected)
        {
            await known.WaitAsync(node.CountTimeout, node.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancellationToken.IsCancellationRequested)
            {
                Release(followed);
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        return followed;
    }

    /// <summary>The opposite of one <see cref="FollowAsync"/>.</summary>
    public void Release(FollowedGroup followed)
    {
        lock (_gate)
        {
            if (--followed.Uses == 0)
            {
                followed.UnusedSince = node.Time.GetTimestamp();
            }
        }
    }

    /// <summary>There is a new connection: all have to be asked again.</summary>
    public void Restart()
    {
        lock (_gate)
        {
            foreach (var followed in _followed.Values)
            {
                followed.Unask();
                foreach (var holder in followed.Holders.Values)
                {
                    (holder.Pages, holder.IsAsked) = (null, false);
                }
            }

            _unasked = [.. _followed.Values];
        }
    }

    /// <summary>The groups that the others have to be asked about, once their topics are subscribed to.</summary>
    public IReadOnlyList<FollowedGroup> TakeUnasked()
    {
        lock (_gate)
        {
            var unasked = _unasked;
            _unasked = [];
            return unasked;
        }
    }

    /// <summary>Asks the others for their members.</summary>
    /// <param name="unasked">What <see cref="TakeUnasked"/> has given.</param>
    public void Ask(IReadOnlyList<FollowedGroup> unasked)
    {
        for (var next = 0; next < unasked.Count;)
        {
            var (number, answers) = node.BeginQuery();
            var query = new PresenceQuery(number);
            var known = new List<TaskCompletionSource>();
            lock (_gate)
            {
                for (; next < unasked.Count && !query.IsFull; next++)
                {
                    unasked[next].IsUnasked = false;
                    known.Add(unasked[next].Known);
                    query.Add(unasked[next]);
                }
            }

            node.AskPresence(key, query.Payload);
            _ = CompleteAsync(number, answers, known);
        }
    }

    /// <summary>Forgets the groups that nobody has needed for a while; asks whether anything was missed about the others.</summary>
    public void Refresh()
    {
        lock (_gate)
        {
            foreach (var unused in _followed.Values.Where(IsUnused).ToArray())
            {
                _followed.Remove(unused.Name);
                _unasked.Remove(unused);
                groups.ForgetPresentElsewhere(unused.Name);
                node.UnfollowGroup(key, unused.Name);
            }

            if (node.State != WebSocketBackplaneState.Connected)
            {
                return;
            }

            var query = new PresenceQuery(number: 0);
            var isEmpty = true;
            foreach (var followed in _followed.Values.Where(static followed => !followed.IsUnasked))
            {
                if (query.IsFull)
                {
                    node.AskPresence(key, query.Payload);
                    query = new PresenceQuery(number: 0);
                }

                isEmpty = false;
                query.Add(followed);
                foreach (var holder in followed.Holders.Values)
                {
                    holder.IsAsked = false;
                }
            }

            if (!isEmpty)
            {
                node.AskPresence(key, query.Payload);
            }
        }
    }

    /// <summary>A process is gone, and its sessions with it.</summary>
    public void Forget(Guid gone)
    {
        lock (_gate)
        {
            foreach (var followed in _followed.Values)
            {
                if (followed.Holders.Remove(gone, out var holder))
                {
                    groups.ReplacePresent(followed.Name, holder.NodeId, []);
                }
            }
        }
    }

    private bool IsUnused(FollowedGroup followed) =>
        followed.Uses == 0 && node.Time.GetElapsedTime(followed.UnusedSince) >= node.UnsubscribeDelay;

    private FollowedGroup Use(string group, out Task known)
    {
        lock (_gate)
        {
            if (!_followed.TryGetValue(group, out var followed))
            {
                _followed.Add(group, followed = new FollowedGroup(group));
                _unasked.Add(followed);
                node.FollowGroup(key, group);
            }

            followed.Uses++;
            known = followed.Known.Task;
            return followed;
        }
    }

    private async Task CompleteAsync(ulong number, CountQuery answers, List<TaskCompletionSource> known)
    {
        await node.EndQueryAsync(number, answers, CancellationToken.None).ConfigureAwait(false);
        foreach (var one in known)
        {
            one.TrySetResult();
        }
    }
}
