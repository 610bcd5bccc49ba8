using Npgsql;

namespace Endpoints.Postgres;

/// <summary>
/// The connection that listens: takes what comes, in between executes what is asked for, and asks the server whether it is there when nothing comes for a while. What ends
/// its waiting is a notification, for a wait that is cancelled now and then breaks the connection of Npgsql, and what was under way to it is lost.
/// </summary>
/// <param name="connection">The connection, which listens to what <paramref name="wakeAsync"/> sends; nobody else uses it.</param>
/// <param name="wakeAsync">Has a notification come.</param>
/// <param name="pingInterval">How long it may be silent.</param>
/// <param name="timeout">How long an answer may take, in seconds.</param>
internal sealed class ListenLoop(NpgsqlConnection connection, Func<CancellationToken, ValueTask> wakeAsync, TimeSpan pingInterval, int timeout) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Queue<(string Statement, TaskCompletionSource Done)> _asked = new();
    private readonly CancellationTokenSource _stop = new();
    private Exception? _ended;

    /// <summary>Executes the first statement, before <see cref="RunAsync"/>.</summary>
    public Task BeginAsync(string statement, CancellationToken cancellationToken) => SendStatementAsync(statement, cancellationToken);

    /// <summary>Has the loop execute a statement.</summary>
    /// <exception cref="IOException">The loop has ended.</exception>
    public async Task ExecuteAsync(string statement, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_ended is not null)
            {
                throw new IOException("The connection does not listen any more.", _ended);
            }

            _asked.Enqueue((statement, done));
        }

        await wakeAsync(cancellationToken).ConfigureAwait(false);
        await done.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Has <see cref="RunAsync"/> return. The connection listens still, if it is not broken.</summary>
    public void Stop()
    {
        // Which runs nothing on this thread.
        _ = _stop.CancelAsync();
    }

    /// <summary>When <see cref="RunAsync"/> has returned.</summary>
    public void Dispose() => _stop.Dispose();

    /// <summary>Listens until it is stopped, or the connection is lost.</summary>
    public async Task RunAsync()
    {
        Exception why = new OperationCanceledException("The connection was given up.");
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                if (Next() is { } change)
                {
                    await AnswerAsync(change.Statement, change.Done).ConfigureAwait(false);
                }
                else
                {
                    await WaitAsync().ConfigureAwait(false);
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

    private (string Statement, TaskCompletionSource Done)? Next()
    {
        lock (_gate)
        {
            return _asked.TryDequeue(out var first) ? first : null;
        }
    }

    private async Task WaitAsync()
    {
        bool came;
        try
        {
            came = await connection.WaitAsync(pingInterval, _stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return;
        }

        if (!came)
        {
            await SendStatementAsync("SELECT 1", CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task AnswerAsync(string statement, TaskCompletionSource done)
    {
        try
        {
            await SendStatementAsync(statement, CancellationToken.None).ConfigureAwait(false);
            done.TrySetResult();
        }
        catch (Exception error)
        {
            Fail(done, error);
            throw;
        }
    }

    private async Task SendStatementAsync(string statement, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(statement, connection) { CommandTimeout = timeout };
        await using var disposing = command.ConfigureAwait(false);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private void End(Exception why)
    {
        lock (_gate)
        {
            _ended = why;
            while (_asked.TryDequeue(out var asked))
            {
                Fail(asked.Done, why);
            }
        }
    }

    // Observed here: whoever has asked may have given up.
    private static void Fail(TaskCompletionSource done, Exception why)
    {
        done.TrySetException(why);
        _ = done.Task.Exception;
    }
}
