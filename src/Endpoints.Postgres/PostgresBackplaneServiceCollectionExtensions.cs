using Endpoints.Backplanes;
using Endpoints.Postgres;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registration of PostgreSQL as a backplane.</summary>
public static class PostgresBackplaneServiceCollectionExtensions
{
    /// <summary>
    /// Has <see cref="Endpoints.IWebSocketSessions{TEndpoint}"/> reach the sessions of all processes that are connected to the same database and use the same prefix.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Says which database; without it, the <c>NpgsqlDataSource</c> that is registered.</param>
    /// <param name="configureBackplane">Sets queues, confirms and deadlines.</param>
    public static IServiceCollection AddPostgresBackplane(
        this IServiceCollection services,
        Action<PostgresBackplaneOptions>? configure = null,
        Action<WebSocketBackplaneOptions>? configureBackplane = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PostgresBackplaneOptions>, PostgresBackplaneOptionsValidator>());
        var options = services.AddOptions<PostgresBackplaneOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        return services.AddWebSocketBackplane<PostgresBackplane>(configureBackplane);
    }
}
