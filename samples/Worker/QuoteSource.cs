using System.Collections.Concurrent;

namespace Worker;

/// <summary>The last price of each symbol. Safe to use from any thread, for the sessions of different loops share it.</summary>
public sealed class QuoteSource
{
    private const int MaxSymbols = 10_000;

    private readonly ConcurrentDictionary<string, decimal> _prices = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>0 for one that nobody has set.</summary>
    public decimal Last(string symbol) => _prices.GetValueOrDefault(symbol);

    /// <summary>Symbols past the limit are not kept: anybody may send them.</summary>
    public void Set(string symbol, decimal price)
    {
        if (_prices.Count < MaxSymbols || _prices.ContainsKey(symbol))
        {
            _prices[symbol] = price;
        }
    }
}
