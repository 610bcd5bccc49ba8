using Endpoints;

namespace Ticker;

/// <summary>A price at one moment. Of a page that is slow only the latest of each symbol waits.</summary>
/// <param name="Symbol">What has the price.</param>
/// <param name="Sector">The group that gets it.</param>
/// <param name="Price">The price.</param>
/// <param name="Number">Counts the symbol's quotes from 1, so that a page sees how many it did not get.</param>
/// <param name="At">When it was made.</param>
/// <param name="Node">The process that made it.</param>
[KeepLatest(nameof(Symbol))]
public sealed record Quote(string Symbol, string Sector, decimal Price, long Number, DateTimeOffset At, string Node);
