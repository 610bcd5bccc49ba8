namespace Endpoints.Fuzz.Engine;

/// <summary>SplitMix64: small, fast, and the same numbers from the same seed on every platform and runtime.</summary>
internal struct FuzzRandom(ulong seed)
{
    private ulong _state = seed;

    /// <summary>Numbers that depend on an input alone, so that an input reproduces everything that a target does with it.</summary>
    public static FuzzRandom From(ReadOnlySpan<byte> input) => new(Hash(input));

    /// <summary>FNV-1a.</summary>
    public static ulong Hash(ReadOnlySpan<byte> input)
    {
        var hash = 14695981039346656037UL;
        foreach (var value in input)
        {
            hash = (hash ^ value) * 1099511628211UL;
        }

        return hash;
    }

    public ulong NextUInt64()
    {
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>0 to below the bound; 0 when the bound is not positive.</summary>
    public int Next(int bound) => bound <= 0 ? 0 : (int)(NextUInt64() % (uint)bound);

    public bool OneIn(int chances) => Next(chances) == 0;
}
