using System.Globalization;
using Endpoints;

namespace Worker;

/// <summary>The price of one symbol: who connects gets it, and a number that is sent is the new one.</summary>
[WebSocketEndpoint("/quotes/{symbol}")]
public sealed class QuoteEndpoint(QuoteSource quotes)
{
    [OnOpen]
    public string Opened(string symbol) => string.Create(CultureInfo.InvariantCulture, $"{symbol} {quotes.Last(symbol)}");

    /// <summary>A price that somebody offers; everybody who asks later gets it.</summary>
    [OnText]
    public string Offer(string text, string symbol)
    {
        if (decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var price))
        {
            quotes.Set(symbol, price);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{symbol} {quotes.Last(symbol)}");
    }
}
