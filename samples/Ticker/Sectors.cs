namespace Ticker;

/// <summary>What is traded, and what it cost yesterday.</summary>
public static class Sectors
{
    private static readonly Dictionary<string, IReadOnlyList<(string Symbol, decimal Price)>> Symbols = new(StringComparer.Ordinal)
    {
        ["metals"] = [("Gold", 2312.40m), ("Silver", 29.18m), ("Copper", 4.52m), ("Nickel", 8.43m), ("Zinc", 1.31m), ("Tin", 15.24m)],
        ["grains"] = [("Wheat", 612.50m), ("Maize", 447.25m), ("Oats", 361.00m), ("Rice", 18.72m), ("Rye", 207.10m), ("Barley", 189.40m)],
        ["energy"] = [("Brent", 83.17m), ("Methane", 2.61m), ("Uranium", 89.05m), ("Ethanol", 1.73m), ("Propane", 0.79m), ("Coal", 136.20m)],
    };

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Symbols.Keys];

    /// <summary>Whether there is one of this name.</summary>
    public static bool Contains(string name) => Symbols.ContainsKey(name);

    /// <summary>The symbols of one, each with its first price.</summary>
    public static IReadOnlyList<(string Symbol, decimal Price)> SymbolsOf(string name) => Symbols[name];
}
