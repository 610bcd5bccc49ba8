using System.Diagnostics.CodeAnalysis;
using Endpoints;
using Endpoints.Client;
using Endpoints.Client.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registration of clients that run as long as their host does.</summary>
public static class WebSocketClientServiceCollectionExtensions
{
    /// <summary>
    /// Keeps a session with a server open while the host runs, as <see cref="WebSocketClient.KeepConnectedAsync"/> does: each session has a handler
    /// of its own, from a scope of services that lives as long as the session. When the host stops, the session is closed with 1001. A client
    /// that ends by itself stays ended; what it ends with by an exception is the host's business, as for any background service.
    /// </summary>
    /// <typeparam name="THandler">The conversation. Registered as scoped, unless it is registered already.</typeparam>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Says where to connect to, and how; called when the host starts. Options that cannot be used fail the start.</param>
    public static IServiceCollection AddWebSocketClient<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>(
        this IServiceCollection services, Action<IServiceProvider, WebSocketClientRegistration> configure)
        where THandler : class, IWebSocketHandler
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.TryAddScoped<THandler>();
        services.AddSingleton<IHostedService>(provider =>
        {
            var registration = new WebSocketClientRegistration();
            configure(provider, registration);
            registration.Options.LoggerFactory ??= provider.GetService<ILoggerFactory>();
            return new ClientService(new ScopedHandler<THandler>(provider.GetRequiredService<IServiceScopeFactory>()), registration);
        });
        return services;
    }

    /// <inheritdoc cref="AddWebSocketClient{THandler}(IServiceCollection, Action{IServiceProvider, WebSocketClientRegistration})"/>
    public static IServiceCollection AddWebSocketClient<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>(
        this IServiceCollection services, Action<WebSocketClientRegistration> configure)
        where THandler : class, IWebSocketHandler
    {
        ArgumentNullException.ThrowIfNull(configure);
        return services.AddWebSocketClient<THandler>((_, registration) => configure(registration));
    }
}
