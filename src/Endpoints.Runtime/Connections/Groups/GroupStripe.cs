namespace Endpoints.Connections.Groups;

/// <summary>A share of an endpoint's groups, under one lock: memberships in different shares change at the same time.</summary>
/// <param name="ofUsers">Whether its groups are those of <see cref="SessionUsers"/>, which applications do not see.</param>
/// <param name="watcher">Told which groups have members; <see langword="null"/> for nobody.</param>
internal sealed partial class GroupStripe(bool ofUsers, IGroupWatcher? watcher)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SessionGroup> _groups = new(StringComparer.Ordinal);

    public bool IsOfUsers => ofUsers;

    /// <summary>Groups that have members.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _groups.Count;
            }
        }
    }

    /// <summary>Makes a session a member; false when it is one, or has ended.</summary>
    /// <param name="session">The session.</param>
    /// <param name="name">The group.</param>
    /// <param name="metadata">What the session tells of itself there, where presence is kept; <see langword="null"/> for what it tells in all groups.</param>
    public bool Join(WebSocketConnection session, string name, byte[]? metadata = null)
    {
        lock (_gate)
        {
            var isNew = !_groups.TryGetValue(name, out var group);
            group ??= new SessionGroup(this, name);

            // The session's own lock is taken within this one, and never the other way round.
            if (!session.NoteJoined(group))
            {
                return false;
            }

            group.Add(session);
            if (isNew)
            {
                _groups.Add(name, group);
                watcher?.Appeared(name);
            }

            NoteArrival(session, name, metadata);
            return true;
        }
    }

    /// <summary>Ends a membership; false when there is none.</summary>
    public bool Leave(WebSocketConnection session, string name)
    {
        lock (_gate)
        {
            if (!_groups.TryGetValue(name, out var group) || !session.NoteLeft(group))
            {
                return false;
            }

            Remove(group, session);
            return true;
        }
    }

    /// <summary>Ends the membership of a session that has ended.</summary>
    public void Remove(SessionGroup group, WebSocketConnection session)
    {
        lock (_gate)
        {
            group.Remove(session);
            if (group.Count == 0)
            {
                _groups.Remove(group.Name);
                watcher?.Emptied(group.Name);
            }

            NoteDeparture(session, group.Name);
        }
    }

    /// <summary>The members of a group at this moment.</summary>
    public WebSocketConnection[] Snapshot(string name)
    {
        lock (_gate)
        {
            return _groups.TryGetValue(name, out var group) ? group.Snapshot() : [];
        }
    }

    /// <summary>The names of the groups that have members.</summary>
    public string[] Names()
    {
        lock (_gate)
        {
            return [.. _groups.Keys];
        }
    }
}
