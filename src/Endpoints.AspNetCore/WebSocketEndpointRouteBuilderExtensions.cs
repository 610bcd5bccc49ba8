using Endpoints.AspNetCore;
using Endpoints.Dispatch;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Mapping of WebSocket endpoints.</summary>
public static class WebSocketEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps every <c>[WebSocketEndpoint]</c> class of the application and of the libraries that it refers to, for HTTP/1.1 upgrades
    /// and HTTP/2 extended CONNECT (RFC 8441).
    /// </summary>
    /// <param name="routes">The application.</param>
    /// <returns>A builder whose conventions apply to all of the endpoints, for example <c>RequireAuthorization()</c>.</returns>
    /// <exception cref="InvalidOperationException"><c>AddWebSocketEndpoints()</c> was not called.</exception>
    public static IEndpointConventionBuilder MapWebSocketEndpoints(this IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        var server = routes.ServiceProvider.GetService<EndpointServer>()
            ?? throw new InvalidOperationException("Call builder.Services.AddWebSocketEndpoints() before app.MapWebSocketEndpoints().");
        return new WebSocketEndpointConventionBuilder([.. server.Routes.Values.Select(route => Map(routes, server, route))]);
    }

    private static IEndpointConventionBuilder Map(IEndpointRouteBuilder routes, EndpointServer server, EndpointRoute route)
    {
        var descriptor = route.Descriptor;
        var handler = ActivatorUtilities.CreateInstance<HandshakeHandler>(routes.ServiceProvider, server, route);
        var endpoint = routes.Map(RoutePatternFactory.Parse(descriptor.Pattern), handler.InvokeAsync);
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
}
