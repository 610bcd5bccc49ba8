using Endpoints.Backplanes;
using RabbitMQ.Client;

namespace Endpoints.RabbitMQ;

/// <summary>
/// Takes messages from the queue, one by one. They are acknowledged so that no more of them are under way than the process has taken in, not so that
/// they come again: the queue goes with the connection.
/// </summary>
internal sealed class QueueConsumer : AsyncDefaultBasicConsumer, IDisposable
{
    // The broker gives up a channel that leaves a message unacknowledged for half an hour.
    private static readonly TimeSpan LongestUnacknowledged = TimeSpan.FromSeconds(30);

    private readonly IBackplaneReceiver _receiver;
    private readonly Action<Exception?> _lost;
    private readonly ITimer _timer;
    private readonly int _most;
    private readonly SemaphoreSlim _acknowledging = new(1);
    private ulong _received;
    private ulong _acknowledged;

    /// <param name="channel">The channel of the queue.</param>
    /// <param name="receiver">Takes the messages.</param>
    /// <param name="prefetch">Most messages under way.</param>
    /// <param name="time">The clock.</param>
    /// <param name="lost">Told when the broker ends the subscription.</param>
    public QueueConsumer(IChannel channel, IBackplaneReceiver receiver, int prefetch, TimeProvider time, Action<Exception?> lost)
        : base(channel)
    {
        (_receiver, _lost) = (receiver, lost);
        _most = Math.Max(1, prefetch / 4);
        _timer = time.CreateTimer(
            static state => _ = ((QueueConsumer)state!).AcknowledgeAsync(), this, LongestUnacknowledged, LongestUnacknowledged);
    }

    public override async Task HandleBasicDeliverAsync(
        string consumerTag,
        ulong deliveryTag,
        bool redelivered,
        string exchange,
        string routingKey,
        IReadOnlyBasicProperties properties,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken = default)
    {
        _receiver.Receive(body.Span);
        Volatile.Write(ref _received, deliveryTag);
        if (deliveryTag - Volatile.Read(ref _acknowledged) >= (ulong)_most)
        {
            await AcknowledgeAsync().ConfigureAwait(false);
        }
    }

    public override Task HandleBasicCancelAsync(string consumerTag, CancellationToken cancellationToken = default)
    {
        _lost(new IOException("The broker has ended the subscription: the queue is gone."));
        return base.HandleBasicCancelAsync(consumerTag, cancellationToken);
    }

    public void Dispose()
    {
        // The semaphore stays: a last acknowledgement may hold it, and it has nothing to dispose.
        _timer.Dispose();
    }

    private async Task AcknowledgeAsync()
    {
        await _acknowledging.WaitAsync().ConfigureAwait(false);
        try
        {
            var received = Volatile.Read(ref _received);
            if (received > _acknowledged)
            {
                await Channel.BasicAckAsync(received, multiple: true).ConfigureAwait(false);
                Volatile.Write(ref _acknowledged, received);
            }
        }
        catch (Exception error)
        {
            _lost(error);
        }
        finally
        {
            _acknowledging.Release();
        }
    }
}
