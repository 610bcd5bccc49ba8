using System.Threading.Channels;
using Npgsql;
using NpgsqlTypes;

namespace Endpoints.Postgres;

/// <summary>
/// Sends notifications: what comes while one transaction is under way becomes the next one. They follow each other, so the order stays. Safe to use from any thread.
/// </summary>
/// <param name="dataSource">Where each transaction gets its connection.</param>
/// <param name="timeout">How long one may take, in seconds.</param>
internal sealed class NotifySender(NpgsqlDataSource dataSource, int timeout)
{
    // In the order of the arrays; counted, for otherwise each would be a row of the answer.
    private const string Statement = "SELECT count(pg_notify(n.channel, n.payload)) FROM unnest($1, $2) AS n(channel, payload)";

    private readonly Lock _gate = new();
    private readonly Channel<bool> _work =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private NotifyBatch _next = new();
    private TaskCompletionSource? _room;
    private Exception? _ended;
    private bool _isCompleting;

    /// <summary>Takes a message; waits while a whole batch of them waits already.</summary>
    /// <returns>Completes with the commit, where <paramref name="confirm"/> asks for it.</returns>
    /// <exception cref="IOException">Sending has ended.</exception>
    public async ValueTask<Task> AddAsync(string channel, ReadOnlyMemory<byte> message, bool confirm, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task room;
            lock (_gate)
            {
                if (_ended is not null)
                {
                    throw new IOException("Notifications cannot be sent any more.", _ended);
                }

                if (!_next.IsFull)
                {
                    _next.Add(channel, message.Span);
                    _work.Writer.TryWrite(true);
                    return confirm ? _next.Committed : Task.CompletedTask;
                }

                _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                room = _room.Task;
            }

            await room.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Has <see cref="RunAsync"/> return when everything that was added is sent.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _isCompleting = true;
        }

        _work.Writer.TryWrite(true);
    }

    /// <summary>Sends until it is completed or cancelled, or fails; whatever is left then fails, too.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Exception why = new OperationCanceledException("The connection was given up.");
        try
        {
            while (true)
            {
                if (TakeBatch(out var isDone) is not { } batch)
                {
                    if (isDone)
                    {
                        return;
                    }

                    await _work.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                    continue;
                }

                try
                {
                    await SendAsync(batch, cancellationToken).ConfigureAwait(false);
                    batch.Succeed();
                }
                catch (Exception error)
                {
                    batch.Fail(error);
                    throw;
                }
            }
        }
        catch (Exception error)
        {
            why = error;
            throw;
        }
        finally
        {
            End(why);
        }
    }

    // Null where there is none.
    private NotifyBatch? TakeBatch(out bool isDone)
    {
        TaskCompletionSource? room;
        NotifyBatch batch;
        lock (_gate)
        {
            isDone = _isCompleting;
            if (_next.IsEmpty)
            {
                return null;
            }

            (batch, _next) = (_next, new NotifyBatch());
            (room, _room) = (_room, null);
        }

        room?.TrySetResult();
        return batch;
    }

    private void End(Exception why)
    {
        TaskCompletionSource? room;
        lock (_gate)
        {
            _ended = why;
            _next.Fail(why);
            room = _room;
        }

        room?.TrySetResult();
    }

    private async Task SendAsync(NotifyBatch batch, CancellationToken cancellationToken)
    {
        var connection = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        var command = new NpgsqlCommand(Statement, connection)
        {
            CommandTimeout = timeout,
            Parameters =
            {
                new NpgsqlParameter<string[]> { TypedValue = batch.Channels, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
                new NpgsqlParameter<string[]> { TypedValue = batch.Payloads, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
            },
        };
        await using var disposing = command.ConfigureAwait(false);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
