using System.Globalization;
using Endpoints.Backplanes;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Endpoints.RabbitMQ;

/// <summary>One connection to the broker: a channel to publish on, and one for the queue of this process.</summary>
/// <param name="connection">The connection, which ends with this.</param>
/// <param name="options">Names and bounds.</param>
/// <param name="receiver">Takes what comes.</param>
/// <param name="confirms">Whether the broker is to confirm what is published.</param>
internal sealed class RabbitMQConnection(
    IConnection connection, RabbitMQBackplaneOptions options, IBackplaneReceiver receiver, bool confirms) : IBackplaneConnection
{
    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(2);

    // Transient and without anything else: what the receiver needs is in the message.
    private static readonly BasicProperties Properties = new();

    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConfirmList _unconfirmed = new();
    private readonly string _queue = $"{options.Exchange}.{receiver.NodeId}";
    private IChannel? _publishing;
    private IChannel? _receiving;
    private QueueConsumer? _consumer;

    public Task Closed => _closed.Task;

    /// <summary>Declares what this process needs and begins to consume.</summary>
    public async Task OpenAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        connection.ConnectionShutdownAsync += NoteShutdownAsync;
        _publishing = await connection
            .CreateChannelAsync(
                new CreateChannelOptions(publisherConfirmationsEnabled: confirms, publisherConfirmationTrackingEnabled: false), cancellationToken)
            .ConfigureAwait(false);
        _receiving = await connection.CreateChannelAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        _publishing.ChannelShutdownAsync += NoteShutdownAsync;
        _receiving.ChannelShutdownAsync += NoteShutdownAsync;
        _publishing.BasicAcksAsync += NoteConfirmedAsync;
        _publishing.BasicNacksAsync += NoteRefusedAsync;

        await _receiving
            .ExchangeDeclareAsync(options.Exchange, ExchangeType.Topic, durable: false, autoDelete: false, cancellationToken: cancellationToken)
            .ConfigureAwait(false);
        await _receiving
            .QueueDeclareAsync(
                _queue,
                durable: false,
                exclusive: true,
                autoDelete: true,
                new Dictionary<string, object?>
                {
                    ["x-max-length"] = options.MaxQueueLength,
                    ["x-max-length-bytes"] = options.MaxQueueBytes,
                    ["x-overflow"] = "drop-head",
                },
                cancellationToken: cancellationToken)
            .ConfigureAwait(false);
        await _receiving.BasicQosAsync(0, options.Prefetch, global: false, cancellationToken).ConfigureAwait(false);
        _consumer = new QueueConsumer(_receiving, receiver, options.Prefetch, time, Lose);
        await _receiving
            .BasicConsumeAsync(
                _queue, autoAck: false, consumerTag: "", noLocal: false, exclusive: true, arguments: null, _consumer, cancellationToken)
            .ConfigureAwait(false);
    }

    public async ValueTask<Task> PublishAsync(BackplaneTopic topic, ReadOnlyMemory<byte> message, bool confirm, CancellationToken cancellationToken)
    {
        var publishing = _publishing!;
        var confirmed = Task.CompletedTask;
        if (confirm && confirms)
        {
            // Before it is published: the confirm may be there before the call returns.
            confirmed = _unconfirmed.Add(await publishing.GetNextPublishSequenceNumberAsync(cancellationToken).ConfigureAwait(false));
        }

        await publishing
            .BasicPublishAsync(options.Exchange, topic.ToString(), mandatory: false, Properties, message, cancellationToken)
            .ConfigureAwait(false);
        return confirmed;
    }

    public async ValueTask SubscribeAsync(IReadOnlyCollection<BackplaneTopic> topics, CancellationToken cancellationToken)
    {
        // Only the last one is answered: the broker does them in order, and thousands of round trips would take their time.
        var left = topics.Count;
        foreach (var topic in topics)
        {
            await _receiving!
                .QueueBindAsync(_queue, options.Exchange, PatternOf(topic), arguments: null, noWait: --left > 0, cancellationToken)
                .ConfigureAwait(false);
        }
    }

    public async ValueTask UnsubscribeAsync(IReadOnlyCollection<BackplaneTopic> topics, CancellationToken cancellationToken)
    {
        foreach (var topic in topics)
        {
            await _receiving!
                .QueueUnbindAsync(_queue, options.Exchange, PatternOf(topic), arguments: null, cancellationToken)
                .ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Lose(null);
        _consumer?.Dispose();

        // Aborting throws nothing where the broker does not answer; what follows drops the socket.
        await connection.AbortAsync(Constants.ReplySuccess, "the process disconnects", ClosePatience)
            .WaitAsync(2 * ClosePatience)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        connection.Dispose();
    }

    private static string PatternOf(BackplaneTopic topic) => topic.IsBucket ? $"{topic}.*" : topic.ToString();

    private Task NoteShutdownAsync(object sender, ShutdownEventArgs shutdown)
    {
        Lose(shutdown.Exception ?? new IOException(string.Create(
            CultureInfo.InvariantCulture, $"The broker connection ended: {shutdown.ReplyCode} {shutdown.ReplyText}")));
        return Task.CompletedTask;
    }

    private Task NoteConfirmedAsync(object sender, BasicAckEventArgs confirm)
    {
        _unconfirmed.Complete(confirm.DeliveryTag, confirm.Multiple, failure: null);
        return Task.CompletedTask;
    }

    private Task NoteRefusedAsync(object sender, BasicNackEventArgs refusal)
    {
        _unconfirmed.Complete(refusal.DeliveryTag, refusal.Multiple, new IOException("The broker could not take the message."));
        return Task.CompletedTask;
    }

    private void Lose(Exception? why)
    {
        _unconfirmed.FailAll(why ?? new IOException("The connection was given up."));
        if (why is null)
        {
            _closed.TrySetResult();
        }
        else
        {
            _closed.TrySetException(why);
        }
    }
}
