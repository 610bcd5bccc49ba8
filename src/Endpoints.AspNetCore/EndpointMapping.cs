using Endpoints.Dispatch;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.AspNetCore;

/// <summary>Makes ASP.NET Core endpoints of ours, be they classes or handlers.</summary>
internal sealed class EndpointMapping
{
    private readonly IEndpointRouteBuilder _routes;

    private EndpointMapping(IEndpointRouteBuilder routes, EndpointServer server)
    {
        _routes = routes;
        Server = server;
    }

    /// <summary>What the doors of the host share.</summary>
    public EndpointServer Server { get; }

    /// <summary>Mapping on an application or a group of routes.</summary>
    /// <param name="routes">The application or the group.</param>
    /// <param name="method">What the application has called.</param>
    /// <exception cref="InvalidOperationException"><c>AddWebSocketEndpoints()</c> was not called.</exception>
    public static EndpointMapping On(IEndpointRouteBuilder routes, string method)
    {
        ArgumentNullException.ThrowIfNull(routes);
        var server = routes.ServiceProvider.GetService<EndpointServer>()
            ?? throw new InvalidOperationException($"Call builder.Services.AddWebSocketEndpoints() before app.{method}().");
        return new EndpointMapping(routes, server);
    }

    /// <summary>Maps one endpoint.</summary>
    /// <param name="pattern">Its template.</param>
    /// <param name="route">The endpoint.</param>
    public IEndpointConventionBuilder Map(RoutePattern pattern, EndpointRoute route)
    {
        var descriptor = route.Descriptor;
        RequirePolicies(descriptor.Metadata);
        var handler = ActivatorUtilities.CreateInstance<HandshakeHandler>(_routes.ServiceProvider, Server, route);
        var endpoint = _routes.Map(pattern, handler.InvokeAsync);
        endpoint.WithDisplayName($"WebSocket {descriptor.Pattern} ({descriptor.EndpointType.Name})");
        endpoint.WithMetadata(
            [
                descriptor,
                new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Connect]),

                // A session is not a slow request.
                new DisableRequestTimeoutAttribute(),
                .. descriptor.Metadata,
            ]);
        endpoint.Add(builder => ((RouteEndpointBuilder)builder).Order = descriptor.Order);
        return endpoint;
    }

    // Handlers can be registered without the rest of this door.
    private void RequirePolicies(IReadOnlyList<object> metadata)
    {
        if (metadata.OfType<OnlyUpgradesAttribute>().Any() && !_routes.ServiceProvider.GetServices<MatcherPolicy>().OfType<OnlyUpgradesPolicy>().Any())
        {
            throw new InvalidOperationException("Call builder.Services.AddWebSocketEndpoints() to map endpoints that take upgrades only.");
        }
    }
}
