using System.Collections.Concurrent;
using Endpoints.Connections.Groups;
using Endpoints.Connections.Memory;
using Endpoints.Diagnostics;
using Endpoints.Protocol;
using Microsoft.Extensions.Logging;

namespace Endpoints.Connections;

/// <summary>What the sessions of one endpoint share, so that each of them refers to one object.</summary>
/// <param name="Limits">Their limits and deadlines.</param>
/// <param name="Registry">Knows those that are open.</param>
/// <param name="Time">The clock of their deadlines. A reading is taken for every batch, so it had better be cheap; milliseconds will do.</param>
/// <param name="Logger">Their logger.</param>
/// <param name="Memory">What all sessions of the host may hold together.</param>
/// <param name="Metrics">Counts them; <see langword="null"/> for nobody.</param>
internal sealed record EndpointSessions(
    ConnectionLimits Limits, SessionRegistry Registry, TimeProvider Time, ILogger Logger, MemoryBudget Memory, EndpointMetrics? Metrics)
{
    /// <summary>Which end of their connections they are.</summary>
    public EndpointRole Role { get; init; } = EndpointRole.Server;

    /// <summary>Their groups.</summary>
    public SessionGroups Groups { get; init; } = new();

    /// <summary>Who their users are.</summary>
    public SessionUsers Users { get; init; } = new();

    private readonly ConcurrentDictionary<TimeProvider, EndpointSessions> _byClock = new();

    /// <summary>The same for sessions of another clock, for example that of an event loop; there are few.</summary>
    public EndpointSessions At(TimeProvider time) =>
        time == Time ? this : _byClock.GetOrAdd(time, static (clock, shared) => shared with { Time = clock }, this);

    /// <summary>The same for sessions with other limits, in the same groups; its clocks are its own.</summary>
    public EndpointSessions With(ConnectionLimits limits) =>
        new(limits, Registry, Time, Logger, Memory, Metrics) { Role = Role, Groups = Groups, Users = Users };
}
