using Endpoints.Dispatch;
using Endpoints.Transport.Linux;
using Endpoints.Transport.Linux.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registration of the event-loop door.</summary>
public static class WebSocketListenerServiceCollectionExtensions
{
    /// <summary>
    /// Serves the application's endpoints by event loops of their own, beside or instead of Kestrel. <c>AddWebSocketEndpoints()</c> has to be
    /// called, too. May be called several times; what is configured adds up.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Says where to listen; validated when the application starts.</param>
    public static IServiceCollection AddWebSocketListener(this IServiceCollection services, Action<WebSocketListenerOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<WebSocketListenerOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<WebSocketListenerOptions>, WebSocketListenerOptionsValidator>());
        services.TryAddSingleton(provider => new WebSocketListener(
            provider.GetRequiredService<IOptions<WebSocketListenerOptions>>(),
            provider.GetService<EndpointServer>() ?? throw new InvalidOperationException(
                "There are no endpoints to serve. Call services.AddWebSocketEndpoints() as well as AddWebSocketListener()."),
            provider.GetRequiredService<IServiceScopeFactory>(),
            provider.GetRequiredService<ILoggerFactory>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ListenerService>());
        return services;
    }
}
