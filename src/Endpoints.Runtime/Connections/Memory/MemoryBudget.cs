namespace Endpoints.Connections.Memory;

/// <summary>
/// What the sessions of a host hold together for their peers, and how much that may be. Safe to use from any thread. Sessions report in
/// steps (<see cref="SessionMemory"/>), so that small messages never touch the one counter that all of them share.
/// </summary>
/// <param name="limit">Bytes; <see langword="null"/> for no limit.</param>
internal sealed class MemoryBudget(long? limit)
{
    private long _used;

    /// <summary>Bytes; <see cref="long.MaxValue"/> where there is no limit.</summary>
    public long Limit { get; } = limit ?? long.MaxValue;

    /// <summary>Bytes that are held now. What may not be refused is counted, too, so this can be above the limit.</summary>
    public long Used => Volatile.Read(ref _used);

    /// <summary>
    /// Whether no further session is to be taken: nine tenths are used. The rest is for the sessions that are there, so that a flood of
    /// new ones does not end them.
    /// </summary>
    public bool IsFull => Used >= Limit - (Limit / 10);

    public bool HasRoomFor(long bytes) => bytes <= Limit - Used;

    public bool TryTake(long bytes)
    {
        var used = Used;
        while (bytes <= Limit - used)
        {
            var seen = Interlocked.CompareExchange(ref _used, used + bytes, used);
            if (seen == used)
            {
                return true;
            }

            used = seen;
        }

        return false;
    }

    /// <summary>Counts bytes that are held whatever the limit is.</summary>
    public void Take(long bytes) => Interlocked.Add(ref _used, bytes);

    public void Return(long bytes) => Interlocked.Add(ref _used, -bytes);
}
