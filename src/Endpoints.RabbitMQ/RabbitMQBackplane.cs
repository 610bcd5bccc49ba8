using Endpoints.Backplanes;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;

namespace Endpoints.RabbitMQ;

/// <summary>
/// Carries messages over RabbitMQ. All processes publish to one topic exchange; each has a queue of its own that goes when its connection does, with a binding for
/// each topic, or bucket of topics, that it has somebody for.
/// </summary>
internal sealed class RabbitMQBackplane : IWebSocketBackplane
{
    private readonly RabbitMQBackplaneOptions _options;
    private readonly WebSocketBackplaneOptions _backplane;
    private readonly TimeProvider _time;

    public RabbitMQBackplane(
        IOptions<RabbitMQBackplaneOptions> options, IOptions<WebSocketBackplaneOptions> backplane, TimeProvider time) =>
        (_options, _backplane, _time) = (options.Value, backplane.Value, time);

    public string Name => "rabbitmq";

    public int MaxMessageSize => 32 << 20;

    public bool HasExactTopics => true;

    public async Task<IBackplaneConnection> ConnectAsync(IBackplaneReceiver receiver, CancellationToken cancellationToken)
    {
        var factory = new ConnectionFactory
        {
            Uri = _options.Uri,
            RequestedHeartbeat = _options.Heartbeat,
            RequestedConnectionTimeout = _backplane.ConnectTimeout,
            ClientProvidedName = $"endpoints {_backplane.NodeName} {receiver.NodeId}",
        };
        _options.ConfigureConnection?.Invoke(factory);
        factory.AutomaticRecoveryEnabled = false;
        factory.TopologyRecoveryEnabled = false;

        var connection = await factory.CreateConnectionAsync(cancellationToken).ConfigureAwait(false);
        var opened = new RabbitMQConnection(connection, _options, receiver, _backplane.WaitForConfirms);
        try
        {
            await opened.OpenAsync(_time, cancellationToken).ConfigureAwait(false);
            return opened;
        }
        catch
        {
            await opened.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
