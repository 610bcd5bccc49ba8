using Endpoints.Backplanes;
using Npgsql;

namespace Endpoints.Postgres;

/// <summary>One connection that listens, and transactions on others that notify.</summary>
internal sealed class PostgresConnection : IBackplaneConnection
{
    private const int CloseSeconds = 2;

    private readonly NpgsqlConnection _connection;
    private readonly PostgresBackplaneOptions _options;
    private readonly ChannelNames _channels;
    private readonly MessageAssembler _messages;
    private readonly ListenLoop _listener;
    private readonly NotifySender _sender;
    private readonly string _probeChannel;
    private readonly CancellationTokenSource _ends = new();
    private readonly TaskCompletionSource _probed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _listening = Task.CompletedTask;
    private Task _sending = Task.CompletedTask;
    private int _isDisposed;

    /// <param name="connection">The connection that is to listen; ends with this.</param>
    /// <param name="dataSource">Where others come from.</param>
    /// <param name="options">The options.</param>
    /// <param name="channels">The names of the channels.</param>
    /// <param name="receiver">Takes what comes.</param>
    public PostgresConnection(
        NpgsqlConnection connection, NpgsqlDataSource dataSource, PostgresBackplaneOptions options, ChannelNames channels, IBackplaneReceiver receiver)
    {
        (_connection, _options, _channels) = (connection, options, channels);
        var timeout = (int)options.CommandTimeout.TotalSeconds;
        _messages = new MessageAssembler(receiver);
        _sender = new NotifySender(dataSource, timeout);
        _probeChannel = channels.OfProbe(receiver.NodeId);
        _listener = new ListenLoop(connection, WakeAsync, options.PingInterval, timeout);
    }

    public Task Closed => _closed.Task;

    /// <summary>Begins to listen, and makes sure that notifications come.</summary>
    /// <exception cref="WebSocketBackplaneException">They do not.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        _connection.Notification += Take;

        // Before it waits: a connection of the pool sends its reset with the first statement, and would break if a wait that does that were cancelled.
        await _listener.BeginAsync($"LISTEN \"{_probeChannel}\"", cancellationToken).ConfigureAwait(false);
        _listening = WatchAsync(_listener.RunAsync());
        _sending = WatchAsync(_sender.RunAsync(_ends.Token));
        var committed = await _sender.AddAsync(_probeChannel, ReadOnlyMemory<byte>.Empty, confirm: true, cancellationToken).ConfigureAwait(false);
        await committed.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await _probed.Task.WaitAsync(_options.CommandTimeout, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is TimeoutException or OperationCanceledException)
        {
            throw new WebSocketBackplaneException(
                "A notification was committed and did not come. LISTEN needs a session of its own: it does not work through a pooler in transaction or statement mode, such as PgBouncer's.",
                error);
        }
    }

    public ValueTask<Task> PublishAsync(BackplaneTopic topic, ReadOnlyMemory<byte> message, bool confirm, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(message.Length, NotifyPayload.MaxMessageSize(_options.MaxParts), nameof(message));
        return _sender.AddAsync(_channels.Of(topic), message, confirm, cancellationToken);
    }

    public ValueTask SubscribeAsync(IReadOnlyCollection<BackplaneTopic> topics, CancellationToken cancellationToken) =>
        ExecuteAllAsync("LISTEN", topics, cancellationToken);

    public ValueTask UnsubscribeAsync(IReadOnlyCollection<BackplaneTopic> topics, CancellationToken cancellationToken) =>
        ExecuteAllAsync("UNLISTEN", topics, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
        {
            return;
        }

        _closed.TrySetResult();
        _sender.Complete();
        var closing = Task.WhenAll(_sending, CloseListenerAsync());
        try
        {
            await closing.WaitAsync(TimeSpan.FromSeconds(CloseSeconds)).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The server does not answer. What still waits for it ends by its own deadlines.
        }

        await _ends.CancelAsync().ConfigureAwait(false);
        _ends.Dispose();
    }

    private async ValueTask ExecuteAllAsync(string verb, IReadOnlyCollection<BackplaneTopic> topics, CancellationToken cancellationToken)
    {
        foreach (var statements in _channels.Statements(verb, topics))
        {
            await _listener.ExecuteAsync(statements, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask WakeAsync(CancellationToken cancellationToken) =>
        _ = await _sender.AddAsync(_probeChannel, ReadOnlyMemory<byte>.Empty, confirm: false, cancellationToken).ConfigureAwait(false);

    // On the thread of the loop; Npgsql would swallow what it throws, so it throws nothing.
    private void Take(object sender, NpgsqlNotificationEventArgs notification)
    {
        if (notification.Channel == _probeChannel)
        {
            _probed.TrySetResult();
        }
        else if (!_closed.Task.IsCompleted)
        {
            _messages.Take(notification.PID, notification.Channel, notification.Payload);
        }
    }

    private async Task WatchAsync(Task part)
    {
        try
        {
            await part.ConfigureAwait(false);
        }
        catch (Exception error)
        {
            _closed.TrySetException(error);
            _ = _closed.Task.Exception;
        }
    }

    private async Task CloseListenerAsync()
    {
        _listener.Stop();
        await _listening.ConfigureAwait(false);
        _listener.Dispose();
        _connection.Notification -= Take;
        try
        {
            if (_connection.State == System.Data.ConnectionState.Open)
            {
                var command = new NpgsqlCommand("UNLISTEN *", _connection) { CommandTimeout = CloseSeconds };
                await using var disposing = command.ConfigureAwait(false);
                await command.ExecuteNonQueryAsync().ConfigureAwait(false);
            }
        }
        catch (Exception)
        {
            // It must not go back to the pool: a session that listens and does not read holds up the notifications of the whole server.
            NpgsqlConnection.ClearPool(_connection);
        }

        await _connection.DisposeAsync().ConfigureAwait(false);
    }
}
