using Endpoints.Connections.Presence;

namespace Endpoints.Connections.Groups;

/// <summary>Who is present in the groups of the share, from the moment on that somebody asks.</summary>
internal sealed partial class GroupStripe
{
    private Dictionary<string, GroupPresence>? _presence;

    /// <summary>From here on presence is kept. Those who are members already are present since now.</summary>
    public void KeepPresence()
    {
        lock (_gate)
        {
            if (_presence is not null)
            {
                return;
            }

            _presence = new Dictionary<string, GroupPresence>(StringComparer.Ordinal);
            foreach (var group in _groups.Values)
            {
                foreach (var session in group.Snapshot())
                {
                    NoteArrival(session, group.Name, null);
                }
            }
        }
    }

    /// <summary>How many sessions are present in a group.</summary>
    public int CountPresent(string name)
    {
        lock (_gate)
        {
            return _presence!.TryGetValue(name, out var group) ? group.Count : 0;
        }
    }

    /// <summary>Those who are present in a group, in no order.</summary>
    public PresentMember[] Present(string name)
    {
        lock (_gate)
        {
            return _presence!.TryGetValue(name, out var group) ? group.Snapshot() : [];
        }
    }

    /// <summary>How a session is present in a group; <see langword="null"/> where it is not, and where no presence is kept.</summary>
    public PresentMember? FindPresent(string name, string sessionId)
    {
        lock (_gate)
        {
            return _presence is not null && _presence.TryGetValue(name, out var group) ? group.Find(sessionId) : null;
        }
    }

    /// <summary>Begins a watch, with those who are there.</summary>
    public void Watch(string name, PresenceWatch watch)
    {
        lock (_gate)
        {
            PresenceOf(name).Add(watch);
        }
    }

    /// <summary>Ends a watch.</summary>
    public void Unwatch(string name, PresenceWatch watch)
    {
        lock (_gate)
        {
            if (_presence!.TryGetValue(name, out var group))
            {
                group.Remove(watch);
                RemoveIdle(name, group);
            }
        }
    }

    /// <summary>What a member tells of itself in one group; false when it is none.</summary>
    public bool SetPresence(WebSocketConnection session, string name, byte[] metadata)
    {
        lock (_gate)
        {
            return _presence!.TryGetValue(name, out var group) && group.Update(session.Id, metadata, isOwn: true);
        }
    }

    /// <summary>What a session tells of itself in all its groups has changed.</summary>
    public void RefreshPresence(WebSocketConnection session, string name)
    {
        lock (_gate)
        {
            if (_presence is not null && _presence.TryGetValue(name, out var group))
            {
                // Read here, so that the last of several changes at a time is the last one everywhere.
                group.Update(session.Id, session.PresenceJson, isOwn: false);
            }
        }
    }

    private void NoteArrival(WebSocketConnection session, string name, byte[]? metadata)
    {
        if (_presence is not null)
        {
            var user = SessionUsers.NameOf(session.Handshake.User);
            var member = new PresentMember(session.Id, user, session.Time.GetUtcNow(), metadata ?? session.PresenceJson);
            PresenceOf(name).Join(member, hasOwn: metadata is not null);
        }
    }

    private void NoteDeparture(WebSocketConnection session, string name)
    {
        if (_presence is not null && _presence.TryGetValue(name, out var group))
        {
            group.Leave(session.Id);
            RemoveIdle(name, group);
        }
    }

    private GroupPresence PresenceOf(string name)
    {
        if (!_presence!.TryGetValue(name, out var group))
        {
            group = new GroupPresence();
            _presence.Add(name, group);
        }

        return group;
    }

    private void RemoveIdle(string name, GroupPresence group)
    {
        if (group.IsIdle)
        {
            _presence!.Remove(name);
        }
    }
}
