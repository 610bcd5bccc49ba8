using Endpoints.Connections.Memory;
using Endpoints.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Endpoints.Connections;

/// <summary>What the sessions of one endpoint share, so that each of them refers to one object.</summary>
/// <param name="Limits">Their limits and deadlines.</param>
/// <param name="Registry">Knows those that are open.</param>
/// <param name="Time">The clock of their deadlines. A reading is taken for every batch, so it had better be cheap; milliseconds will do.</param>
/// <param name="Logger">Their logger.</param>
/// <param name="Memory">What all sessions of the host may hold together.</param>
/// <param name="Metrics">Counts them; <see langword="null"/> for nobody.</param>
internal sealed record SessionHost(
    ConnectionLimits Limits, SessionRegistry Registry, TimeProvider Time, ILogger Logger, MemoryBudget Memory, EndpointMetrics? Metrics);
