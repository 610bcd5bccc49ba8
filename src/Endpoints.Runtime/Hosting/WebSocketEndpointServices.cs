using System.ComponentModel;
using Endpoints.Dispatch;
using Endpoints.Generated;
using Endpoints.Options;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

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
    /// <param name="configure">
    /// Sets limits and deadlines; validated when the application starts. Section <c>WebSocketEndpoints</c> of its configuration, where it has
    /// one, goes before that.
    /// </param>
    public static IServiceCollection Add(
        IServiceCollection services, EndpointTable table, Action<WebSocketEndpointOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(table);
        services.AddSingleton(table);
        AddRuntime(services, configure);
        return services;
    }

    /// <summary>Registers what endpoints need, whatever table they are in. May be called several times.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Sets limits and deadlines; validated when the application starts.</param>
    internal static void AddRuntime(IServiceCollection services, Action<WebSocketEndpointOptions>? configure = null)
    {
        AddServed(services);
        services.TryAddSingleton<EndpointServer>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, DrainService>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, OptionsReload>());
        var options = EndpointOptionsServices.Add(services).ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }
    }

    /// <summary>Registers what applications ask a server for, whichever door it is behind. It has an <see cref="EndpointServer"/>.</summary>
    internal static void AddServed(IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<EndpointSingletons>();
        services.TryAddSingleton(typeof(IWebSocketSessions<>), typeof(ServedSessions<>));
        services.TryAddSingleton(typeof(IWebSocketPresence<>), typeof(ServedPresence<>));
        services.TryAddSingleton<IWebSocketAdministration, HostAdministration>();
    }
}
