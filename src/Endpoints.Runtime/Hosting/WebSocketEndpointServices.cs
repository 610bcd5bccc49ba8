using System.ComponentModel;
using Endpoints.Dispatch;
using Endpoints.Generated;
using Endpoints.Options;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Endpoints.Hosting;

/// <summary>
/// Registration in any host, for doors without ASP.NET Core. Applications call <c>services.AddWebSocketEndpoints()</c>, which the build emits
/// and which calls this, or ASP.NET Core's own.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class WebSocketEndpointServices
{
    /// <summary>
    /// Registers an emitted table and what its endpoints need. May be called several times, with the same table or with others. Logging has to
    /// be registered, as every host does.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="table">The emitted table.</param>
    /// <param name="configure">Sets limits and deadlines; validated when the application starts.</param>
    public static IServiceCollection Add(
        IServiceCollection services, EndpointTable table, Action<WebSocketEndpointOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(table);
        services.AddSingleton(table);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<EndpointSingletons>();
        services.TryAddSingleton<EndpointServer>();
        services.TryAddSingleton(typeof(IWebSocketSessions<>), typeof(ServedSessions<>));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, DrainService>());
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<WebSocketEndpointOptions>, WebSocketEndpointOptionsValidator>());
        var options = services.AddOptions<WebSocketEndpointOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        return services;
    }
}
