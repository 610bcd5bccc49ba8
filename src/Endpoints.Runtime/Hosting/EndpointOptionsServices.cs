using Endpoints.Options;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Endpoints.Hosting;

/// <summary>Registration of the options alone: where they come from, and what they are checked by.</summary>
internal static class EndpointOptionsServices
{
    /// <summary>Registers them; may be called several times.</summary>
    /// <param name="services">The application's services.</param>
    public static OptionsBuilder<WebSocketEndpointOptions> Add(IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<WebSocketEndpointOptions>, OptionsConfiguration>());
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<WebSocketEndpointOptions>, WebSocketEndpointOptionsValidator>());
        return services.AddOptions<WebSocketEndpointOptions>();
    }
}
