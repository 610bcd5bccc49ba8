namespace Endpoints.Postgres

    sealed class PostgresBackplaneOptions
        NpgsqlDataSource? DataSource { get; set; }
        PostgresBackplaneOptions()
        TimeSpan CommandTimeout { get; set; }
        TimeSpan PingInterval { get; set; }
        int MaxParts { get; set; }
        string ChannelPrefix { get; set; }
        string? ConnectionString { get; set; }

namespace Microsoft.Extensions.DependencyInjection

    static class PostgresBackplaneServiceCollectionExtensions
        static IServiceCollection AddPostgresBackplane(this IServiceCollection services, Action<PostgresBackplaneOptions>? configure = null, Action<WebSocketBackplaneOptions>? configureBackplane = null)

