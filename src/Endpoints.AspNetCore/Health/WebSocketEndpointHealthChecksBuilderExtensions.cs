using Endpoints.AspNetCore.Health;
using Endpoints.Dispatch;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The health of WebSocket endpoints.</summary>
public static class WebSocketEndpointHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a check that fails as soon as the application begins to stop, so that a load balancer that asks for readiness sends no new
    /// sessions, and that is degraded while new sessions are refused for want of memory, or while the backplane cannot be reached. Its data has
    /// <c>sessions</c>, <c>memoryUsed</c>, <c>memoryLimit</c> (bytes) and, where there is a backplane, <c>backplane</c>: <c>connected</c>,
    /// <c>disconnected</c> or <c>stopped</c>.
    /// </summary>
    /// <param name="builder">The application's health checks, of <c>services.AddHealthChecks()</c>.</param>
    /// <param name="name">The name of the check.</param>
    /// <param name="failureStatus">What it says while the application stops; <see langword="null"/> for unhealthy.</param>
    /// <param name="tags">Tags to select it by, for example <c>ready</c>.</param>
    /// <exception cref="InvalidOperationException">When it is asked: <c>AddWebSocketEndpoints()</c> was not called on the services.</exception>
    public static IHealthChecksBuilder AddWebSocketEndpoints(
        this IHealthChecksBuilder builder, string name = "websocket-endpoints", HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new HealthCheckRegistration(
            name,
            services => new SessionsHealthCheck(services.GetService<EndpointServer>()
                ?? throw new InvalidOperationException("Call services.AddWebSocketEndpoints() before the health of its endpoints is asked for.")),
            failureStatus,
            tags));
    }
}
