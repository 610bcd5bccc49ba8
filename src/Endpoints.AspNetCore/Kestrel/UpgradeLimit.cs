namespace Endpoints.AspNetCore.Kestrel;

/// <summary>How many sessions there may be by the door at a time. Safe to use from any thread.</summary>
/// <param name="most">The limit; <see langword="null"/> for none.</param>
internal sealed class UpgradeLimit(long? most)
{
    private readonly long _most = most ?? long.MaxValue;
    private long _count;

    /// <summary>Takes a place, to be given back by <see cref="Leave"/>; false when there is none.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _count) <= _most)
        {
            return true;
        }

        Leave();
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _count);
}
