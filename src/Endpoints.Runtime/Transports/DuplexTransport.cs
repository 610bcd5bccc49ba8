using Endpoints.Connections;

namespace Endpoints.Transports;

/// <summary>
/// Runs a session over something that is read and written independently of each other, so that a peer that writes before it reads is not
/// waited for. How it is read and written is the subclass's.
/// </summary>
/// <param name="abort">Ends what is below at once, so that pending reads and writes complete. Called from any thread, perhaps twice.</param>
internal abstract class DuplexTransport(Action abort) : ISessionTransport
{
    private readonly Lock _gate = new();
    private readonly ResumeSignal _resume = new();
    private WriterGate _writers;
    private WebSocketConnection? _connection;
    private TaskCompletionSource? _broken;
    private volatile bool _aborted;
    private bool _ended;

    /// <summary>Called when reading stops for a while, with bytes at hand that cannot be delivered yet.</summary>
    public Action? Paused { get; init; }

    /// <summary>
    /// Runs the session; completes when it has ended and its last handler has run. What is below is not touched after that, nor is
    /// <c>abort</c> called, so both may be given to somebody else.
    /// </summary>
    /// <param name="connection">The connection, not yet started.</param>
    /// <param name="disconnected">Cancelled when the peer is gone, which a paused reader would not see.</param>
    public async Task RunAsync(WebSocketConnection connection, CancellationToken disconnected)
    {
        _connection = connection;
        await using var registration = disconnected.UnsafeRegister(static state => ((DuplexTransport)state!).Wake(), this)
            .ConfigureAwait(false);
        Exception? error = null;
        var isFlushed = false;
        try
        {
            connection.Start();
            isFlushed = await ReceiveAsync(connection).ConfigureAwait(false) && await WhenFlushedAsync(connection).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            error = e;
        }

        connection.TransportClosed(error);
        if (!isFlushed && _writers.IsBusy)
        {
            // A write that nobody waits for any more would go on after what is below has been given back.
            Abort();
        }

        await _writers.EndAsync().ConfigureAwait(false);
        await WhenHandlersReturnAsync(connection).ConfigureAwait(false);
        lock (_gate)
        {
            _ended = true;
        }

        await connection.Completion.ConfigureAwait(false);
    }

    public void Abort()
    {
        lock (_gate)
        {
            if (!_ended)
            {
                abort();
            }
        }

        Wake();
    }

    void IConnectionTransport.RequestFlush()
    {
        if (!_writers.TryEnter())
        {
            return;
        }

        var connection = _connection!;
        try
        {
            var isMore = connection.TryTakeOutput(out var batch);
            while (isMore)
            {
                var writing = WriteAsync(batch);
                if (!writing.IsCompletedSuccessfully)
                {
                    _ = FlushAsync(connection, writing);
                    return;
                }

                writing.GetAwaiter().GetResult();
                isMore = connection.TryTakeNextOutput(out batch);
            }
        }
        catch (Exception)
        {
            // The reader learns of it, and ends the session.
            Abort();
        }

        _writers.Exit();
    }

    void IConnectionTransport.ResumeReceive() => _resume.Set();

    /// <summary>
    /// Reads and delivers until the closing handshake is complete (true), or the peer's end is reached or <see cref="PauseAsync"/> says that the
    /// transport is no more (false). An exception stands for a broken connection.
    /// </summary>
    protected abstract Task<bool> ReceiveAsync(WebSocketConnection connection);

    /// <summary>Writes a batch; one call at a time. An exception stands for a broken connection.</summary>
    protected abstract ValueTask WriteAsync(ReadOnlyMemory<byte> batch);

    /// <summary>Waits until delivery goes on; false when there is nothing to go on with.</summary>
    protected async ValueTask<bool> PauseAsync()
    {
        Paused?.Invoke();
        await _resume.WaitAsync().ConfigureAwait(false);
        return !_aborted;
    }

    private async Task FlushAsync(WebSocketConnection connection, ValueTask writing)
    {
        try
        {
            await writing.ConfigureAwait(false);
            while (connection.TryTakeNextOutput(out var batch))
            {
                await WriteAsync(batch).ConfigureAwait(false);
            }
        }
        catch (Exception)
        {
            Abort();
        }

        _writers.Exit();
    }

    /// <summary>Waits until all output was written; false when that can happen no more.</summary>
    private async Task<bool> WhenFlushedAsync(WebSocketConnection connection)
    {
        var flushed = connection.WhenFlushed();
        if (flushed.IsCompleted)
        {
            return true;
        }

        var broken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Exchange(ref _broken, broken);
        if (_aborted)
        {
            return false;
        }

        return await Task.WhenAny(flushed, broken.Task).ConfigureAwait(false) == flushed;
    }

    /// <summary>
    /// The peer waits for the end of the connection, which may be ours to give only when this returns. Handlers get as long for their
    /// last work as a peer gets to close; after that the connection ends without them (RFC 6455 section 7.1.1).
    /// </summary>
    private async Task WhenHandlersReturnAsync(WebSocketConnection connection)
    {
        try
        {
            await connection.Completion.WaitAsync(connection.CloseTimeout, connection.Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            connection.NoteSlowHandlers();
            Abort();
        }
    }

    private void Wake()
    {
        _aborted = true;
        Interlocked.CompareExchange(ref _broken, null, null)?.TrySetResult();
        _resume.Set();
    }
}
