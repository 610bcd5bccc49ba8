using RabbitMQ.Client;

namespace Endpoints.RabbitMQ;

/// <summary>Where the broker is, and how much it keeps for a process. Checked when the application starts.</summary>
public sealed class RabbitMQBackplaneOptions
{
    /// <summary>The broker: <c>amqp://user:password@host:port/virtualHost</c>, or <c>amqps</c> for TLS. Default: a guest of this machine's.</summary>
    public Uri Uri { get; set; } = new("amqp://guest:guest@localhost:5672/");

    /// <summary>
    /// The exchange, of type topic, that the processes of one application share; it is declared, not durable. Applications that share a broker need one each. 1 to
    /// 200 characters. Default <c>endpoints.websocket</c>.
    /// </summary>
    public string Exchange { get; set; } = "endpoints.websocket";

    /// <summary>How often broker and process let each other know that they are there; a connection that is silent for twice as long is given up. Default 10 s; 1 s to 10 min.</summary>
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Most messages that the broker keeps for a process that is slower than the others; then the oldest is dropped. Default 100,000.</summary>
    public int MaxQueueLength { get; set; } = 100_000;

    /// <summary>Most bytes of those. Default 256 MiB.</summary>
    public long MaxQueueBytes { get; set; } = 256L << 20;

    /// <summary>Most messages that are on their way to a process, or waiting in it to be delivered. Default 1,000.</summary>
    public ushort Prefetch { get; set; } = 1_000;

    /// <summary>Sets more of the connection, for example certificates, when all else has been set. Recovery stays off: the runtime connects anew.</summary>
    public Action<ConnectionFactory>? ConfigureConnection { get; set; }
}
