namespace Endpoints.Connections.Presence;

/// <summary>
/// Who is in a group, and who watches it. It knows values only and no connection, so that members of other nodes can be told to it as well as
/// those of this one. Not synchronised: the lock of the group's <see cref="Groups.GroupStripe"/> guards it.
/// </summary>
internal sealed class GroupPresence
{
    private readonly Dictionary<string, Entry> _members = new(StringComparer.Ordinal);
    private readonly List<PresenceWatch> _watches = [];

    /// <summary>Nobody is there, and nobody watches.</summary>
    public bool IsIdle => _members.Count == 0 && _watches.Count == 0;

    /// <summary>Members at this moment.</summary>
    public int Count => _members.Count;

    /// <summary>A session that was no member is one.</summary>
    /// <param name="member">The session.</param>
    /// <param name="hasOwn">Whether its metadata is for this group only.</param>
    public void Join(PresentMember member, bool hasOwn)
    {
        _members.Add(member.SessionId, new Entry(member, hasOwn));
        Post(PresenceChangeKind.Joined, member);
    }

    /// <summary>Other metadata of a member; the same as before is no change. False when it is none.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="metadata">The metadata.</param>
    /// <param name="isOwn">Whether it is for this group only, which goes before what is for all of them.</param>
    public bool Update(string sessionId, ReadOnlyMemory<byte> metadata, bool isOwn)
    {
        if (!_members.TryGetValue(sessionId, out var entry))
        {
            return false;
        }

        if (entry.HasOwn && !isOwn)
        {
            return true;
        }

        var isOther = !entry.Member.Metadata.Span.SequenceEqual(metadata.Span);
        var member = isOther ? entry.Member.With(metadata) : entry.Member;
        _members[sessionId] = new Entry(member, isOwn);
        if (isOther)
        {
            Post(PresenceChangeKind.Updated, member);
        }

        return true;
    }

    /// <summary>A member is none any more.</summary>
    public void Leave(string sessionId)
    {
        if (_members.Remove(sessionId, out var entry))
        {
            Post(PresenceChangeKind.Left, entry.Member);
        }
    }

    /// <summary>A member, if it is one.</summary>
    public PresentMember? Find(string sessionId) => _members.GetValueOrDefault(sessionId).Member;

    /// <summary>Those who are there, in no order.</summary>
    public PresentMember[] Snapshot() => [.. _members.Values.Select(static entry => entry.Member)];

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
            return bySince != 0 ? bySince : string.CompareOrdinal(one.SessionId, other.SessionId);
        });
        return members;
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
