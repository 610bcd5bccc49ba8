using Endpoints.Connections.Presence;

namespace Endpoints.Connections.Groups;

/// <summary>Who is present in the groups of the share, from the moment on that somebody asks.</summary>
internal sealed partial class GroupStripe
{
    private Dictionary<string, GroupPresence>? _presence;
    private IPresenceObserver? _observer;

    /// <summary>From here on presence is kept. Those who are members already are present since now.</summary>
    /// <param name="observer">Told of the sessions of this process; <see langword="null"/> for nobody.</param>
    public void KeepPresence(IPresenceObserver? observer)
    {
        lock (_gate)
        {
            if (_presence is not null)
            {
                return;
            }

            _presence = new Dictionary<string, GroupPresence>(StringComparer.Ordinal);
            _observer = observer;
            foreach (var group in _groups.Values)
            {
                var presence = PresenceOf(group.Name);
                foreach (var session in group.Snapshot())
                {
                    presence.Note(MemberOf(session, session.PresenceJson), hasOwn: false);
                }

                observer?.Found(group.Name);
            }
        }
    }

    /// <summary>How many sessions are present in a group, those of other processes included as far as they are known.</summary>
    public int CountPresent(string name)
    {
        lock (_gate)
        {
            return _presence!.TryGetValue(name, out var group) ? group.Count : 0;
        }
    }

    /// <summary>How many sessions of this process are present in a group.</summary>
    public int CountPresentHere(string name)
    {
        lock (_gate)
        {
            return _presence!.TryGetValue(name, out var group) ? group.CountHere : 0;
        }
    }

    /// <summary>Those who are present in a group, those of other processes included as far as they are known; in no order.</summary>
    public PresentMember[] Present(string name)
    {
        lock (_gate)
        {
            return _presence!.TryGetValue(name, out var group) ? group.Snapshot() : [];
        }
    }

    /// <summary>Those of this process who are present in a group, in no order.</summary>
    public PresentMember[] PresentHere(string name)
    {
        lock (_gate)
        {
            return _presence!.TryGetValue(name, out var group) ? group.SnapshotHere() : [];
        }
    }

    /// <inheritdoc cref="GroupPresence.Put"/>
    public void PutPresent(string name, PresentMember member)
    {
        lock (_gate)
        {
            PresenceOf(name).Put(member);
        }
    }

    /// <inheritdoc cref="GroupPresence.Remove(PresenceKey)"/>
    public void RemovePresent(string name, PresenceKey key) => ChangePresent(name, group => group.Remove(key));

    /// <inheritdoc cref="GroupPresence.Replace"/>
    public void ReplacePresent(string name, string nodeId, IReadOnlyCollection<PresentMember> members)
    {
        lock (_gate)
        {
            var group = PresenceOf(name);
            group.Replace(nodeId, members);
            RemoveIdle(name, group);
        }
    }

    /// <inheritdoc cref="GroupPresence.ForgetOthers"/>
    public void ForgetPresentElsewhere(string name) => ChangePresent(name, static group => group.ForgetOthers());

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
    public void Unwatch(string name, PresenceWatch watch) => ChangePresent(name, group => group.Remove(watch));

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
            PresenceOf(name).Join(MemberOf(session, metadata ?? session.PresenceJson), hasOwn: metadata is not null);
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

    private static PresentMember MemberOf(WebSocketConnection session, ReadOnlyMemory<byte> metadata) =>
        new(nodeId: null, session.Id, SessionUsers.NameOf(session.Handshake.User), session.Time.GetUtcNow(), metadata);

    private void ChangePresent(string name, Action<GroupPresence> change)
    {
        lock (_gate)
        {
            if (_presence!.TryGetValue(name, out var group))
            {
                change(group);
                RemoveIdle(name, group);
            }
        }
    }

    private GroupPresence PresenceOf(string name)
    {
        if (!_presence!.TryGetValue(name, out var group))
        {
            group = new GroupPresence(name, _observer);
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
