using System.ComponentModel;
using Endpoints.AspNetCore.Kestrel;
using Endpoints.Generated;
using Endpoints.Options;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Endpoints.AspNetCore;

/// <summary>Registration. Applications call <c>services.AddWebSocketEndpoints()</c>, which the build emits and which calls this.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class WebSocketEndpointServices
{
    /// <summary>
    /// Registers an emitted table and what its endpoints need. May be called several times, with the same table or with others.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="table">The emitted table.</param>
    /// <param name="configure">
    /// Sets limits and deadlines; validated when the application starts. Section <c>WebSocketEndpoints</c> of its configuration goes before that.
    /// </param>
    public static IServiceCollection Add(
        IServiceCollection services, EndpointTable table, Action<WebSocketEndpointOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(table);
        if (table.Endpoints.Any(endpoint => endpoint.Policies.Count > 0))
        {
            // The whole of it: an application that finds the core only refuses to start.
            services.AddAuthorization();
            services.TryAddSingleton<ISessionAuthorizer, PolicySessionAuthorizer>();
        }

        services.AddRouting();
        services.AddLogging();
        services.TryAddSingleton<KestrelDoor>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<WebSocketEndpointOptions>, CorsPolicyValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<MatcherPolicy, OnlyUpgradesPolicy>());
        return Hosting.WebSocketEndpointServices.Add(services, table, configure);
    }
}
