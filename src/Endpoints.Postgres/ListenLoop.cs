using Npgsql;

namespace Endpoints.Postgres;

/// <summary>
/// The connection that listens: takes what comes, in between executes what is asked for, and asks the server whether it is there when nothing comes for a while.
/// </summary>
/// <param name="connection">The connection; nobody else uses it.</param>
/// <param name="pingInterval">How long it may be silent.</param>
/// <param name="timeout">How long an answer may take, in seconds.</param>
internal sealed class ListenLoop(NpgsqlConnection connection, TimeSpan pingInterval, int timeout) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Queue<(string Statement, TaskCompletionSource Done)> _asked = new();
    private CancellationTokenSource _wake = new();
    private Exception? _ended;
    private bool _isStopping;

    /// <summary>Executes the first statement, before <see cref="RunAsync"/>.</summary>
    public Task BeginAsync(string statement, CancellationToken cancellationToken) => SendStatementAsync(statement, cancellationToken);

    /// <summary>Has the loop execute a statement.</summary>
    /// <exception cref="IOException">The loop has ended.</exception>
    public Task ExecuteAsync(string statement, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_ended is not null)
            {
                throw new IOException("The connection does not listen any more.", _ended);
            }

            _asked.Enqueue((statement, done));

            // Which runs nothing on this thread.
            _ = _wake.CancelAsync();
        }

        return done.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Has <see cref="RunAsync"/> return. The connection is as it was then, and listens.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _isStopping = true;
            if (_ended is null)
            {
                _ = _wake.CancelAsync();
            }
        }
    }

    /// <summary>When <see cref="RunAsync"/> has returned.</summary>
    public void Dispose() => _wake.Dispose();

    /// <summary>Listens until it is stopped, or the connection is lost.</summary>
    public async Task RunAsync()
    {
        Exception why = new OperationCanceledException("The connection was given up.");
        try
        {
            while (Next(out var asked, out var wake))
            {
                if (asked is { } change)
                {
                    await AnswerAsync(change.Statement, change.Done).ConfigureAwait(false);
                }
                else
                {
                    await WaitAsync(wake).ConfigureAwait(false);
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

    // False when it is to stop; without anything to execute it waits for notifications until it is woken.
    private bool Next(out (string Statement, TaskCompletionSource Done)? asked, out CancellationToken wake)
    {
        lock (_gate)
        {
            asked = _asked.TryDequeue(out var first) ? first : null;
            if (asked is null && _wake.IsCancellationRequested)
            {
                _wake = new CancellationTokenSource();
            }

            wake = _wake.Token;
            return !_isStopping;
        }
    }

    private async Task WaitAsync(CancellationToken wake)
    {
        bool came;
        try
        {
            came = await connection.WaitAsync(pingInterval, wake).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (wake.IsCancellationRequested)
        {
            // There is something to execute; the connection is as before.
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
