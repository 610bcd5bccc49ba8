using System.Diagnostics.CodeAnalysis;
using Endpoints.Backplanes;
using Endpoints.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registration of what carries messages between the processes of an application.</summary>
public static class WebSocketBackplaneServiceCollectionExtensions
{
    /// <summary>
    /// Has <see cref="Endpoints.IWebSocketSessions{TEndpoint}"/> reach the sessions of other processes, and registers <see cref="IWebSocketCluster"/>. The endpoints are
    /// registered by <c>AddWebSocketEndpoints()</c>, before or after. Of several calls the last one's backplane is used.
    /// </summary>
    /// <typeparam name="TBackplane">The backplane, a singleton; what its public constructor takes is registered.</typeparam>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Sets queues, confirms and deadlines.</param>
    public static IServiceCollection AddWebSocketBackplane<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TBackplane>(
        this IServiceCollection services, Action<WebSocketBackplaneOptions>? configure = null)
        where TBackplane : class, IWebSocketBackplane
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddSingleton<IWebSocketBackplane, TBackplane>();
        return AddNode(services, configure);
    }

    /// <inheritdoc cref="AddWebSocketBackplane{TBackplane}"/>
    /// <param name="services">The application's services.</param>
    /// <param name="backplane">The backplane. It is not disposed.</param>
    /// <param name="configure">Sets queues, confirms and deadlines.</param>
    public static IServiceCollection AddWebSocketBackplane(
        this IServiceCollection services, IWebSocketBackplane backplane, Action<WebSocketBackplaneOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(backplane);
        services.AddSingleton(backplane);
        return AddNode(services, configure);
    }

    private static IServiceCollection AddNode(IServiceCollection services, Action<WebSocketBackplaneOptions>? configure)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<BackplaneNode>();
        services.TryAddSingleton<IWebSocketCluster>(static provider => provider.GetRequiredService<BackplaneNode>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, BackplaneService>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<WebSocketBackplaneOptions>, WebSocketBackplaneOptionsValidator>());
        var options = services.AddOptions<WebSocketBackplaneOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        return services;
    }
}
