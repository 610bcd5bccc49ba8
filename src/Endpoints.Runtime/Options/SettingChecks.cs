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

    public void Policy(string where, SendPolicy? value)
    {
        if (value is { } policy && !Enum.IsDefined(policy))
        {
            failures.Add($"{where} is {policy}; it must be one of {string.Join(", ", Enum.GetNames<SendPolicy>())}.");
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

    private void Range(string where, int value, int smallest, int largest)
    {
        if (value < smallest || value > largest)
        {
            failures.Add($"{where} is {value}; it must be {smallest} to {largest}.");
        }
    }
}
