using Endpoints.Backplanes;
using Endpoints.Dispatch;
using Endpoints.Diagnostics;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Endpoints.AspNetCore.Health;

/// <summary>
/// Whether this host takes sessions: not while it stops, and not while the memory that sessions may hold is nearly used up. Without its backplane it
/// takes them, but they are alone.
/// </summary>
internal sealed class SessionsHealthCheck(EndpointServer server) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Check(context.Registration.FailureStatus));

    private HealthCheckResult Check(HealthStatus failure)
    {
        var memory = server.Memory;
        var data = new Dictionary<string, object>
        {
            ["sessions"] = server.SessionCount,
            ["memoryUsed"] = memory.Used,
            ["memoryLimit"] = memory.Limit,
        };
        if (server.Backplane is { } backplane)
        {
            data["backplane"] = TagName.Of(backplane.State);
        }

        if (server.IsStopping)
        {
            return new HealthCheckResult(failure, "The host is stopping and is to get no further WebSocket session.", data: data);
        }

        if (server.Backplane is { State: WebSocketBackplaneState.Disconnected } lost)
        {
            return new HealthCheckResult(
                HealthStatus.Degraded, $"The backplane {lost.BackplaneName} cannot be reached: messages stay in this process.", data: data);
        }

        return memory.IsFull
            ? new HealthCheckResult(HealthStatus.Degraded, "WebSocket sessions hold nearly all of the memory that they may; new ones are refused.", data: data)
            : HealthCheckResult.Healthy("WebSocket sessions are taken.", data);
    }
}
