using System.Globalization;
using System.Runtime.CompilerServices;

namespace SpringChapter;

/// <summary>Prices that go on for ever, for each who watches. Safe to use from any thread.</summary>
/// <param name="interval">How long one price stands.</param>
/// <param name="time">The clock.</param>
public sealed class PriceSource(TimeSpan interval, TimeProvider time)
{
    /// <summary>A price at once, and then one each interval; without an end but by being cancelled.</summary>
    public async IAsyncEnumerable<string> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var timer = new PeriodicTimer(interval, time);
        var price = 100m;
        do
        {
            price += Random.Shared.Next(-100, 101) / 100m;
            yield return price.ToString("0.00", CultureInfo.InvariantCulture);
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }
}
