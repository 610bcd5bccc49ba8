using System.Collections.Concurrent;

namespace Ticker;

/// <summary>The latest quotes that this process has made: what a page gets first when it follows a sector.</summary>
public sealed class PriceBoard
{
    private readonly ConcurrentDictionary<string, Quote> _latest = new(StringComparer.Ordinal);

    /// <summary>Puts a quote in the place of the one before it.</summary>
    public void Post(Quote quote) => _latest[quote.Symbol] = quote;

    /// <summary>The latest quote of each symbol of a sector.</summary>
    public IEnumerable<Quote> Of(string sector) => _latest.Values.Where(quote => quote.Sector == sector);
}
