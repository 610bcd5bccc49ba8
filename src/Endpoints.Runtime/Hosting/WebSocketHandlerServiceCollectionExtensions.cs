using System.Diagnostics.CodeAnalysis;
using Endpoints;
using Endpoints.Dispatch.Handlers;
using Endpoints.Generated;
using Endpoints.Hosting;
using Endpoints.Options;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Mapping of handlers by code, for every door: event loops and the Kestrel connection door serve them by themselves,
/// <c>app.MapWebSocketEndpoints()</c> maps them in ASP.NET Core.
/// </summary>
public static class WebSocketHandlerServiceCollectionExtensions
{
    /// <summary>Serves a path by one handler, which all sessions share.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="pattern">The route template as ASP.NET Core writes it, for example <c>/rooms/{room}</c>. It begins with <c>/</c>.</param>
    /// <param name="handler">The conversation. It is called for sessions that run at the same time, and not disposed.</param>
    /// <param name="configure">Sets sub-protocols, origins, the order and limits.</param>
    /// <exception cref="ArgumentException">The template or an option cannot be used; the message says what to do.</exception>
    public static IServiceCollection AddWebSocketHandler(
        this IServiceCollection services,
        [StringSyntax("Route")] string pattern,
        IWebSocketHandler handler,
        Action<WebSocketHandlerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(handler);
        return Add(services, HandlerRoute.Create(pattern, HandlerSource.Of(handler), configure));
    }

    /// <summary>Serves a path by a handler for each session, made from the session's services and disposed with it.</summary>
    /// <typeparam name="THandler">The handler. What its public constructor takes is registered; it need not be itself.</typeparam>
    /// <param name="services">The application's services.</param>
    /// <param name="pattern">The route template as ASP.NET Core writes it, for example <c>/rooms/{room}</c>. It begins with <c>/</c>.</param>
    /// <param name="configure">Sets sub-protocols, origins, the order and limits.</param>
    /// <exception cref="ArgumentException">The template or an option cannot be used; the message says what to do.</exception>
    /// <exception cref="InvalidOperationException">The class has no constructor that can be used.</exception>
    public static IServiceCollection AddWebSocketHandler<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>(
        this IServiceCollection services, [StringSyntax("Route")] string pattern, Action<WebSocketHandlerOptions>? configure = null)
        where THandler : class, IWebSocketHandler
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(pattern);
        return Add(services, HandlerRoute.Create(pattern, HandlerSource.Of<THandler>(), configure));
    }

    /// <summary>Serves a path by a method.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="pattern">The route template as ASP.NET Core writes it, for example <c>/rooms/{room}</c>. It begins with <c>/</c>.</param>
    /// <param name="handler">The conversation, as <see cref="IWebSocketHandler.HandleAsync"/>.</param>
    /// <param name="configure">Sets sub-protocols, origins, the order and limits.</param>
    /// <exception cref="ArgumentException">The template or an option cannot be used; the message says what to do.</exception>
    public static IServiceCollection AddWebSocketHandler(
        this IServiceCollection services,
        [StringSyntax("Route")] string pattern,
        Func<WebSocketSession, CancellationToken, ValueTask> handler,
        Action<WebSocketHandlerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(handler);
        return Add(services, HandlerRoute.Create(pattern, HandlerSource.Of(handler), configure));
    }

    private static IServiceCollection Add(IServiceCollection services, HandlerRoute route)
    {
        services.AddSingleton(route);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<EndpointTable, HandlerTable>());
        WebSocketEndpointServices.AddRuntime(services);
        return services;
    }
}
