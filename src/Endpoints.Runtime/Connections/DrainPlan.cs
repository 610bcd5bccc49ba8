namespace Endpoints.Connections;

/// <summary>How the sessions of a host that stops are ended.</summary>
/// <param name="Deadline">When those that are left are ended by force, from the time on when new ones are refused.</param>
/// <param name="BatchSize">Close frames that leave at a time; <see langword="null"/> for all.</param>
/// <param name="Interval">The time between two batches.</param>
/// <param name="ReconnectSpread">Clients are asked to come back at some time within this; zero says nothing to them.</param>
internal sealed record DrainPlan(TimeSpan Deadline, int? BatchSize, TimeSpan Interval, TimeSpan ReconnectSpread)
{
    /// <summary>How long sessions are still taken before all that, while readiness says that the host stops.</summary>
    public TimeSpan Delay { get; init; }
}
