namespace Endpoints.Backplanes;

/// <summary>
/// What carries messages between the processes of an application: a broker, or anything else that delivers bytes by topic. Register it with
/// <c>services.AddWebSocketBackplane&lt;T&gt;()</c>.
/// </summary>
/// <remarks>
/// It only has to connect, to move bytes and to say when a connection is lost. The runtime does the rest: what is in the bytes, the bounded queue
/// before it, which topics a process needs, connecting again, counting, logging and health.
/// </remarks>
public interface IWebSocketBackplane
{
    /// <summary>What it is called in logs, for example <c>rabbitmq</c>.</summary>
    string Name { get; }

    /// <summary>Most bytes of one message, what the runtime puts before its payload (some 100 bytes) included.</summary>
    int MaxMessageSize { get; }

    /// <summary>
    /// Whether it can subscribe to one <see cref="BackplaneTopic"/>. One that cannot, or for which very many subscriptions are too many, is given
    /// whole buckets only, of which there are <see cref="BackplaneTopic.BucketCount"/>.
    /// </summary>
    bool HasExactTopics { get; }

    /// <summary>
    /// Connects once. The runtime calls it again after a while when it fails, or when the connection has been lost; there is one connection
    /// at a time.
    /// </summary>
    /// <param name="receiver">Takes what comes in, until the connection is disposed.</param>
    /// <param name="cancellationToken">The application stops, or it has taken too long.</param>
    /// <returns>A connection without subscriptions.</returns>
    Task<IBackplaneConnection> ConnectAsync(IBackplaneReceiver receiver, CancellationToken cancellationToken);
}
