namespace Endpoints.RabbitMQ

    sealed class RabbitMQBackplaneOptions
        Action<ConnectionFactory>? ConfigureConnection { get; set; }
        RabbitMQBackplaneOptions()
        TimeSpan Heartbeat { get; set; }
        Uri Uri { get; set; }
        int MaxQueueLength { get; set; }
        long MaxQueueBytes { get; set; }
        string Exchange { get; set; }
        ushort Prefetch { get; set; }

namespace Microsoft.Extensions.DependencyInjection

    static class RabbitMQBackplaneServiceCollectionExtensions
        static IServiceCollection AddRabbitMQBackplane(this IServiceCollection services, Action<RabbitMQBackplaneOptions>? configure = null, Action<WebSocketBackplaneOptions>? configureBackplane = null)

