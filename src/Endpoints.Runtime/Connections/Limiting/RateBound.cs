namespace Endpoints.Connections.Limiting;

/// <summary>A rate, and how much may come at once: a bucket of tokens.</summary>
/// <param name="Amount">Tokens that come back in a period; 1 or more.</param>
/// <param name="Period">The period; above zero.</param>
/// <param name="Burst">Tokens that the bucket holds; 1 or more.</param>
internal sealed record RateBound(long Amount, TimeSpan Period, long Burst)
{
    /// <summary>The bound of a setting; <see langword="null"/> for no limit.</summary>
    /// <param name="amount">What may come in a period; <see langword="null"/> for no limit.</param>
    /// <param name="period">The period.</param>
    /// <param name="burst">What may come at once; <see langword="null"/> for as much.</param>
    public static RateBound? Of(int? amount, TimeSpan period, int? burst) =>
        amount is { } rate ? new RateBound(rate, period, burst ?? rate) : null;
}
