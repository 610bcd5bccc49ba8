using System.Diagnostics.CodeAnalysis;
using Endpoints;
using Endpoints.AspNetCore;
using Endpoints.Dispatch.Handlers;
using Endpoints.Options;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Microsoft.AspNetCore.Builder;

/// <summary>
/// Mapping of WebSocket handlers in ASP.NET Core, and there only: <c>services.AddWebSocketHandler()</c> is for all doors. All of it works on groups
/// of routes as well.
/// </summary>
public static class WebSocketHandlerRouteBuilderExtensions
{
    /// <summary>Maps a path to one handler, which all sessions share.</summary>
    /// <param name="routes">The application, or a group of routes.</param>
    /// <param name="pattern">The route template, for example <c>/rooms/{room}</c>.</param>
    /// <param name="handler">The conversation. It is called for sessions that run at the same time, and not disposed.</param>
    /// <param name="configure">Sets sub-protocols, origins, the order and limits.</param>
    /// <returns>A builder for conventions, for example <c>RequireAuthorization()</c>.</returns>
    /// <exception cref="ArgumentException">An option cannot be used; the message says what to do.</exception>
    /// <exception cref="InvalidOperationException"><c>AddWebSocketEndpoints()</c> was not called.</exception>
    public static IEndpointConventionBuilder MapWebSocket(
        this IEndpointRouteBuilder routes,
        [StringSyntax("Route")] string pattern,
        IWebSocketHandler handler,
        Action<WebSocketHandlerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return Map(routes, pattern, HandlerSource.Of(handler), configure);
    }

    /// <summary>Maps a path to a handler for each session, made from the session's services and disposed with it.</summary>
    /// <typeparam name="THandler">The handler. What its public constructor takes is registered; it need not be itself.</typeparam>
    /// <param name="routes">The application, or a group of routes.</param>
    /// <param name="pattern">The route template, for example <c>/rooms/{room}</c>.</param>
    /// <param name="configure">Sets sub-protocols, origins, the order and limits.</param>
    /// <returns>A builder for conventions, for example <c>RequireAuthorization()</c>.</returns>
    /// <exception cref="ArgumentException">An option cannot be used; the message says what to do.</exception>
    /// <exception cref="InvalidOperationException">
    /// <c>AddWebSocketEndpoints()</c> was not called, or a handler could not be made to be asked for its sub-protocols.
    /// </exception>
    public static IEndpointConventionBuilder MapWebSocket<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>(
        this IEndpointRouteBuilder routes, [StringSyntax("Route")] string pattern, Action<WebSocketHandlerOptions>? configure = null)
        where THandler : class, IWebSocketHandler =>
        Map(routes, pattern, HandlerSource.Of<THandler>(), configure);

    /// <summary>Maps a path to a method.</summary>
    /// <param name="routes">The application, or a group of routes.</param>
    /// <param name="pattern">The route template, for example <c>/rooms/{room}</c>.</param>
    /// <param name="handler">The conversation, as <see cref="IWebSocketHandler.HandleAsync"/>.</param>
    /// <param name="configure">Sets sub-protocols, origins, the order and limits.</param>
    /// <returns>A builder for conventions, for example <c>RequireAuthorization()</c>.</returns>
    /// <exception cref="ArgumentException">An option cannot be used; the message says what to do.</exception>
    /// <exception cref="InvalidOperationException"><c>AddWebSocketEndpoints()</c> was not called.</exception>
    public static IEndpointConventionBuilder MapWebSocket(
        this IEndpointRouteBuilder routes,
        [StringSyntax("Route")] string pattern,
        Func<WebSocketSession, CancellationToken, ValueTask> handler,
        Action<WebSocketHandlerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return Map(routes, pattern, HandlerSource.Of(handler), configure);
    }

    private static IEndpointConventionBuilder Map(
        IEndpointRouteBuilder routes, string pattern, HandlerSource handlers, Action<WebSocketHandlerOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        var mapping = EndpointMapping.On(routes, nameof(MapWebSocket));
        var options = new WebSocketHandlerOptions();
        configure?.Invoke(options);
        var template = RoutePatternFactory.Parse(pattern);
        var descriptor = new HandlerDescriptor(
            pattern, [.. template.Parameters.Select(parameter => parameter.Name)], handlers, options, routes.ServiceProvider);
        return mapping.Map(template, mapping.Server.Add(descriptor));
    }
}
