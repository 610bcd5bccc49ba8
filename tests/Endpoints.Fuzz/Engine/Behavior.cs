namespace Endpoints.Fuzz.Engine;

/// <summary>Folds what happened into one number: see <see cref="FuzzTarget.Run"/>.</summary>
internal struct Behavior()
{
    private ulong _hash = 14695981039346656037UL;

    public readonly ulong Value => _hash;

    public void Add(int what) => _hash = (_hash ^ (uint)what) * 1099511628211UL;

    public void Add(bool what) => Add(what ? 1 : 2);

    /// <summary>A size, only by its magnitude: else every length would be a new behaviour.</summary>
    public void AddSize(long size) => Add(64 - System.Numerics.BitOperations.LeadingZeroCount((ulong)size));
}
