using Endpoints.Backplanes;
using Endpoints.RabbitMQ;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registration of RabbitMQ as a backplane.</summary>
public static class RabbitMQBackplaneServiceCollectionExtensions
{
    /// <summary>
    /// Has <see cref="Endpoints.IWebSocketSessions{TEndpoint}"/> reach the sessions of all processes that are connected to the same broker and use the same exchange.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Says where the broker is.</param>
    /// <param name="configureBackplane">Sets queues, confirms and deadlines.</param>
    public static IServiceCollection AddRabbitMQBackplane(
        this IServiceCollection services,
        Action<RabbitMQBackplaneOptions>? configure = null,
        Action<WebSocketBackplaneOptions>? configureBackplane = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RabbitMQBackplaneOptions>, RabbitMQBackplaneOptionsValidator>());
        var options = services.AddOptions<RabbitMQBackplaneOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        return services.AddWebSocketBackplane<RabbitMQBackplane>(configureBackplane);
    }
}
