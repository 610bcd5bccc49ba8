using Endpoints;
using Microsoft.Extensions.Options;

namespace Ticker;

/// <summary>Makes prices that wander, and sends each to whoever follows its sector, in whichever process they are.</summary>
public sealed class Market(IWebSocketSessions<TickerEndpoint> sessions, PriceBoard board, IOptions<TickerOptions> options, TimeProvider time) : BackgroundService
{
    // Of one step; prices stay above a tenth of the first.
    private const double Volatility = 0.0012;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var wanderers = options.Value.Makes.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .SelectMany(static sector => Sectors.SymbolsOf(sector).Select(symbol => new Wanderer(symbol.Symbol, sector, symbol.Price)))
            .ToArray();
        using var timer = new PeriodicTimer(options.Value.Interval, time);
        do
        {
            foreach (var wanderer in wanderers)
            {
                var quote = wanderer.Next(options.Value.Node, time.GetUtcNow());
                board.Post(quote);
                sessions.Group(quote.Sector).SendJson(quote, TickerJson.Default.Quote);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    private sealed class Wanderer(string symbol, string sector, decimal first)
    {
        private double _price = (double)first;
        private long _number;

        public Quote Next(string node, DateTimeOffset now)
        {
            // The sum of three is near enough to a bell.
            var step = Random.Shared.NextDouble() + Random.Shared.NextDouble() + Random.Shared.NextDouble() - 1.5;
            _price = Math.Max((double)first / 10, _price * (1 + (step * Volatility)));
            return new Quote(symbol, sector, Math.Round((decimal)_price, 4), ++_number, now, node);
        }
    }
}
