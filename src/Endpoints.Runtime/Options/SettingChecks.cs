using Endpoints.Grammar;

namespace Endpoints.Options;

/// <summary>The ranges of settings, wherever they were written; collects what is outside.</summary>
/// <param name="failures">Takes a sentence for each setting that cannot be used.</param>
internal sealed class SettingChecks(List<string> failures)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    public void Size(string where, int? value, int largest = int.MaxValue)
    {
        largest = Math.Min(largest, Array.MaxLength);
        if (value < 1 || value > largest)
        {
            failures.Add($"{where} is {value}; it must be 1 to {largest} bytes.");
        }
    }

    public void AtLeast(string where, long? value, int smallest)
    {
        if (value < smallest)
        {
            failures.Add($"{where} is {value}; it must be at least {smallest} bytes, or null for no limit.");
        }
    }

    public void Count(string where, int? value, string none = "all at once")
    {
        if (value < 1)
        {
            failures.Add($"{where} is {value}; it must be at least 1, or null for {none}.");
        }
    }

    public void Bound(string where, int? value) => Count(where, value, "no limit");

    public void RateLimit(SettingPlace place, WebSocketRateLimitOptions? limit)
    {
        if (limit is null)
        {
            return;
        }

        Bound(place.Of(nameof(limit.Messages)), limit.Messages);
        Bound(place.Of(nameof(limit.Bytes)), limit.Bytes);
        Burst(place.Of(nameof(limit.MessageBurst)), limit.MessageBurst, nameof(limit.Messages), limit.Messages);
        Burst(place.Of(nameof(limit.ByteBurst)), limit.ByteBurst, nameof(limit.Bytes), limit.Bytes);
        Deadline(place.Of(nameof(limit.Period)), limit.Period);
        Name<RateLimitAction>(place.Of(nameof(limit.Action)), limit.Action);
    }

    public void Name<T>(string where, T? value)
        where T : struct, Enum
    {
        if (value is { } name && !Enum.IsDefined(name))
        {
            failures.Add($"{where} is {name}; it must be one of {string.Join(", ", Enum.GetNames<T>())}.");
        }
    }

    public void DeadlineOrZero(string where, TimeSpan? value)
    {
        if (value != TimeSpan.Zero)
        {
            Deadline(where, value);
        }
    }

    public void Deadline(string where, TimeSpan? value)
    {
        if (value <= TimeSpan.Zero || value > Longest)
        {
            failures.Add($"{where} is {value}; it must be above 0 and at most one day.");
        }
    }

    public void DeadlineOrNone(string where, TimeSpan? value)
    {
        if (value != Timeout.InfiniteTimeSpan && (value <= TimeSpan.Zero || value > Longest))
        {
            failures.Add($"{where} is {value}; it must be above 0 and at most one day, or Timeout.InfiniteTimeSpan.");
        }
    }

    public void Compression(SettingPlace place, WebSocketCompressionOptions? compression)
    {
        if (compression is not null)
        {
            Range(place.Of(nameof(compression.Threshold)), compression.Threshold, 0, Array.MaxLength);
            Range(place.Of(nameof(compression.ServerMaxWindowBits)), compression.ServerMaxWindowBits, 9, 15);
            Range(place.Of(nameof(compression.ClientMaxWindowBits)), compression.ClientMaxWindowBits, 9, 15);
        }
    }

    public void Origins(string where, IEnumerable<string> origins)
    {
        foreach (var origin in origins)
        {
            if (OriginPattern.Parse(origin, out var problem) is null)
            {
                failures.Add($"{where} has '{origin}', which is no origin: {problem}.");
            }
        }
    }

    public void PrefixLength(string where, int value) => Range(where, value, 1, 128);

    private void Burst(string where, int? value, string rate, int? ofRate)
    {
        Count(where, value, $"as much as {rate}");
        if (value is not null && ofRate is null)
        {
            failures.Add($"{where} is {value}, and {rate} is not set; a burst is what may come at once of a rate.");
        }
    }

    private void Range(string where, int value, int smallest, int largest)
    {
        if (value < smallest || value > largest)
        {
            failures.Add($"{where} is {value}; it must be {smallest} to {largest}.");
        }
    }
}
