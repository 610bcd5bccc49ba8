namespace Endpoints.Connections.Presence;

/// <summary>
/// Who is in a group, and who watches it: sessions of this process, and of others where the group is followed there. It knows values only and no
/// connection. Not synchronised: the lock of the group's <see cref="Groups.GroupStripe"/> guards it.
/// </summary>
/// <param name="name">The group.</param>
/// <param name="observer">Told of the sessions of this process; <see langword="null"/> for nobody.</param>
internal sealed class GroupPresence(string name, IPresenceObserver? observer)
{
    private readonly Dictionary<PresenceKey, Entry> _members = [];
    private readonly List<PresenceWatch> _watches = [];

    /// <summary>Nobody is there, and nobody watches.</summary>
    public bool IsIdle => _members.Count == 0 && _watches.Count == 0;

    /// <summary>Members at this moment, those of other processes included.</summary>
    public int Count => _members.Count;

    /// <summary>Those of them that are of this process.</summary>
    public int CountHere { get; private set; }

    /// <summary>A session of this process that was no member is one.</summary>
    /// <param name="member">The session.</param>
    /// <param name="hasOwn">Whether its metadata is for this group only.</param>
    public void Join(PresentMember member, bool hasOwn)
    {
        Note(member, hasOwn);
        Post(PresenceChangeKind.Joined, member);
        observer?.Changed(name, PresenceChangeKind.Joined, member);
    }

    /// <summary>The same for one that is a member since before presence was kept, of whom nobody has to be told.</summary>
    public void Note(PresentMember member, bool hasOwn)
    {
        _members.Add(PresenceKey.Of(member), new Entry(member, hasOwn));
        CountHere++;
    }

    /// <summary>Other metadata of a member of this process; the same as before is no change. False when it is none.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="metadata">The metadata.</param>
    /// <param name="isOwn">Whether it is for this group only, which goes before what is for all of them.</param>
    public bool Update(string sessionId, ReadOnlyMemory<byte> metadata, bool isOwn)
    {
        var key = new PresenceKey(null, sessionId);
        if (!_members.TryGetValue(key, out var entry))
        {
            return false;
        }

        if (entry.HasOwn && !isOwn)
        {
            return true;
        }

        var isOther = !entry.Member.Metadata.Span.SequenceEqual(metadata.Span);
        var member = isOther ? entry.Member.With(metadata) : entry.Member;
        _members[key] = new Entry(member, isOwn);
        if (isOther)
        {
            Post(PresenceChangeKind.Updated, member);
            observer?.Changed(name, PresenceChangeKind.Updated, member);
        }

        return true;
    }

    /// <summary>A member of this process is none any more.</summary>
    public void Leave(string sessionId)
    {
        if (_members.Remove(new PresenceKey(null, sessionId), out var entry))
        {
            CountHere--;
            Post(PresenceChangeKind.Left, entry.Member);
            observer?.Changed(name, PresenceChangeKind.Left, entry.Member);
        }
    }

    /// <summary>A session of another process is a member, as it is told; what is known already is no change.</summary>
    public void Put(PresentMember member)
    {
        var isNew = !_members.TryGetValue(PresenceKey.Of(member), out var known);
        if (isNew || !known.Member.IsSameAs(member))
        {
            _members[PresenceKey.Of(member)] = new Entry(member, HasOwn: false);
            Post(isNew ? PresenceChangeKind.Joined : PresenceChangeKind.Updated, member);
        }
    }

    /// <summary>A session of another process is none any more; one that was none is no change.</summary>
    public void Remove(PresenceKey key)
    {
        if (_members.Remove(key, out var entry))
        {
            Post(PresenceChangeKind.Left, entry.Member);
        }
    }

    /// <summary>Those of another process are these, and no others.</summary>
    public void Replace(string nodeId, IReadOnlyCollection<PresentMember> members)
    {
        var there = members.Select(PresenceKey.Of).ToHashSet();
        RemoveOthers(key => key.NodeId == nodeId && !there.Contains(key));
        foreach (var member in members)
        {
            Put(member);
        }
    }

    /// <summary>Forgets the sessions of all other processes.</summary>
    public void ForgetOthers() => RemoveOthers(static key => key.NodeId is not null);

    /// <summary>A member of this process, if it is one.</summary>
    public PresentMember? Find(string sessionId) => _members.GetValueOrDefault(new PresenceKey(null, sessionId)).Member;

    /// <summary>Those who are there, in no order.</summary>
    public PresentMember[] Snapshot() => [.. _members.Values.Select(static entry => entry.Member)];

    /// <summary>Those of this process, in no order.</summary>
    public PresentMember[] SnapshotHere() => CountHere == Count ? Snapshot() : [.. Snapshot().Where(static member => member.NodeId is null)];

    /// <summary>Begins a watch.</summary>
    public void Add(PresenceWatch watch)
    {
        watch.Begin(InOrder(Snapshot()));
        _watches.Add(watch);
    }

    /// <summary>Ends a watch.</summary>
    public void Remove(PresenceWatch watch) => _watches.Remove(watch);

    /// <summary>Members in the order in which they joined; those of one moment in that of their sessions.</summary>
    public static PresentMember[] InOrder(PresentMember[] members)
    {
        Array.Sort(members, static (one, other) =>
        {
            var bySince = one.Since.CompareTo(other.Since);
            var bySession = bySince != 0 ? bySince : string.CompareOrdinal(one.SessionId, other.SessionId);
            return bySession != 0 ? bySession : string.CompareOrdinal(one.NodeId, other.NodeId);
        });
        return members;
    }

    private void RemoveOthers(Predicate<PresenceKey> isGone)
    {
        foreach (var key in _members.Keys.Where(key => isGone(key)).ToArray())
        {
            Remove(key);
        }
    }

    private void Post(PresenceChangeKind kind, PresentMember member)
    {
        foreach (var watch in _watches)
        {
            watch.Post(kind, member);
        }
    }

    private readonly record struct Entry(PresentMember Member, bool HasOwn);
}
