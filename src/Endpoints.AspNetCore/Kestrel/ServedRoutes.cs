using System.Diagnostics.CodeAnalysis;
using Endpoints.Dispatch;
using Endpoints.Generated;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.AspNetCore.Kestrel;

/// <summary>
/// The endpoints that can do without the pipeline. Decided by what is known to be harmless: metadata that nobody here knows may be a
/// middleware's, and to leave it out would open what was closed.
/// </summary>
internal sealed class ServedRoutes
{
    private readonly HashSet<EndpointRoute> _served = [];

    /// <param name="server">All endpoints.</param>
    /// <param name="services">Knows what was mapped, and what authorization demands where nothing is said.</param>
    public ServedRoutes(EndpointServer server, IServiceProvider services)
    {
        var mapped = services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .ToLookup(endpoint => endpoint.Metadata.GetMetadata<EndpointDescriptor>());
        var hasFallback = HasFallbackPolicy(services);
        var needsHttpContext = services.GetServices<HandshakeInterceptorRegistration>().Any(interceptor => interceptor.NeedsHttpContext);
        foreach (var route in server.Routes.Values)
        {
            var endpoints = mapped[route.Descriptor].ToArray();
            var left = needsHttpContext
                ? "values of its HttpContext are copied into its sessions"
                : ReasonOf(route, endpoints, hasFallback);
            if (left is { } reason)
            {
                Left.Add((route.Descriptor.Pattern, reason));
            }
            else
            {
                _served.Add(route);
            }
        }
    }

    public int Count => _served.Count;

    /// <summary>The templates of those that cannot, and why.</summary>
    public List<(string Pattern, string Reason)> Left { get; } = [];

    /// <summary>Whether an endpoint is served here. The options may name a CORS policy for it later on.</summary>
    public bool Contains([NotNullWhen(true)] EndpointRoute? route) =>
        route is not null && _served.Contains(route) && route.CorsPolicies.Count == 0;

    private static string? ReasonOf(EndpointRoute route, RouteEndpoint[] mapped, bool hasFallback)
    {
        var descriptor = route.Descriptor;
        if (route.CorsPolicies is [var policy, ..])
        {
            return $"the options name the CORS policy {policy} for it";
        }

        if (descriptor.Policies.Count > 0)
        {
            return $"its handler {descriptor.Policies[0].Handler} has [Authorize], which asks about a user";
        }

        if (mapped.FirstOrDefault(endpoint => endpoint.RoutePattern.RawText != descriptor.Pattern) is { } other)
        {
            return $"it is mapped as {other.RoutePattern.RawText}";
        }

        var metadata = descriptor.Metadata.Concat(mapped.SelectMany(endpoint => endpoint.Metadata)).ToArray();
        if (Array.Find(metadata, item => !IsHarmless(item)) is { } demanding)
        {
            return $"it has {demanding.GetType().Name}";
        }

        return hasFallback && !metadata.OfType<IAllowAnonymous>().Any() ? "authorization has a fallback policy" : null;
    }

    private static bool IsHarmless(object metadata) =>
        metadata is EndpointDescriptor or HandshakeInterceptorAttribute or OnlyUpgradesAttribute or IAllowAnonymous or IHttpMethodMetadata or DisableRequestTimeoutAttribute
            or IRouteDiagnosticsMetadata or IRouteNameMetadata or IEndpointNameMetadata or ITagsMetadata or IEndpointDescriptionMetadata
            or IEndpointSummaryMetadata or IExcludeFromDescriptionMetadata or IDisableHttpMetricsMetadata
        || metadata.GetType().Namespace is "System" or ['S', 'y', 's', 't', 'e', 'm', '.', ..];

    // A custom provider may have to look it up; this is at start-up, and once.
    private static bool HasFallbackPolicy(IServiceProvider services) =>
        services.GetService<IAuthorizationPolicyProvider>()?.GetFallbackPolicyAsync().GetAwaiter().GetResult() is not null;
}
