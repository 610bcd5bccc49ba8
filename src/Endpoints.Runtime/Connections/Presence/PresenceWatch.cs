namespace Endpoints.Connections.Presence;

/// <summary>
/// Somebody who watches a group. What is posted is plain values, of this process or of another. The lock of the group's presence is held in each
/// call, so that a watch sees the changes in their order and one at a time.
/// </summary>
internal abstract class PresenceWatch
{
    /// <summary>The watch begins, with those who are there.</summary>
    public abstract void Begin(IReadOnlyCollection<PresentMember> members);

    /// <summary>A member has come, has changed or has gone.</summary>
    public abstract void Post(PresenceChangeKind kind, PresentMember member);
}

/// <summary>A watch that is read.</summary>
/// <typeparam name="TChange">What its reader gets.</typeparam>
internal abstract class PresenceWatch<TChange> : PresenceWatch
{
    /// <summary>Changes that wait.</summary>
    public abstract int Pending { get; }

    /// <summary>The changes, without end.</summary>
    public abstract IAsyncEnumerable<TChange> ReadAllAsync(CancellationToken cancellationToken);
}
