using Endpoints.AspNetCore;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Mapping of WebSocket endpoints.</summary>
public static class WebSocketEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps every <c>[WebSocketEndpoint]</c> class of the application and of the libraries that it refers to, and every handler of
    /// <c>AddWebSocketHandler()</c>, for HTTP/1.1 upgrades and HTTP/2 extended CONNECT (RFC 8441).
    /// </summary>
    /// <param name="routes">The application.</param>
    /// <returns>A builder whose conventions apply to all of the endpoints, for example <c>RequireAuthorization()</c>.</returns>
    /// <exception cref="InvalidOperationException"><c>AddWebSocketEndpoints()</c> was not called.</exception>
    public static IEndpointConventionBuilder MapWebSocketEndpoints(this IEndpointRouteBuilder routes)
    {
        var mapping = EndpointMapping.On(routes, nameof(MapWebSocketEndpoints));
        return new WebSocketEndpointConventionBuilder(
            [.. mapping.Server.Routes.Values.Select(route => mapping.Map(RoutePatternFactory.Parse(route.Descriptor.Pattern), route))]);
    }
}
