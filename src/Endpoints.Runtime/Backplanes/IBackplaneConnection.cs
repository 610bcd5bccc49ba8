namespace Endpoints.Backplanes;

/// <summary>
/// One connection of an <see cref="IWebSocketBackplane"/>. An exception of any of its methods ends it: the runtime disposes it and connects anew.
/// </summary>
/// <remarks>
/// One caller publishes at a time, and one caller changes subscriptions at a time, but both may be at work at once. What was published to one
/// topic by one process has to be received in that order and at most once.
/// </remarks>
public interface IBackplaneConnection : IAsyncDisposable
{
    /// <summary>Completes when the connection is lost, or is disposed; may be faulted with the reason.</summary>
    Task Closed { get; }

    /// <summary>Sends a message to every connection that is subscribed to the topic, or to its bucket. Its own process may get it, too.</summary>
    /// <param name="topic">An exact topic, never a bucket.</param>
    /// <param name="message">The message; the runtime takes the memory back when the outer task completes.</param>
    /// <param name="confirm">Whether the caller wants to know that the broker has it.</param>
    /// <param name="cancellationToken">The connection is given up.</param>
    /// <returns>
    /// Completes when the message is on its way, with a task that completes when the broker has taken it, and fails when it has not. Where
    /// <paramref name="confirm"/> is false, or the backplane cannot tell, that one is complete at once.
    /// </returns>
    ValueTask<Task> PublishAsync(BackplaneTopic topic, ReadOnlyMemory<byte> message, bool confirm, CancellationToken cancellationToken);

    /// <summary>Begins to receive what is published to some topics. Complete when messages that are published from now on come.</summary>
    /// <param name="topics">Topics, or buckets, that are not subscribed to.</param>
    /// <param name="cancellationToken">The connection is given up.</param>
    ValueTask SubscribeAsync(IReadOnlyCollection<BackplaneTopic> topics, CancellationToken cancellationToken);

    /// <summary>Ends subscriptions. A message that still comes is dropped where nobody is there for it.</summary>
    /// <param name="topics">Topics, or buckets, that are subscribed to.</param>
    /// <param name="cancellationToken">The connection is given up.</param>
    ValueTask UnsubscribeAsync(IReadOnlyCollection<BackplaneTopic> topics, CancellationToken cancellationToken);
}
