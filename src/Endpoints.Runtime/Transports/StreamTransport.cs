using System.Buffers;
using Endpoints.Connections;

namespace Endpoints.Transports;

/// <summary>
/// Moves bytes between a duplex stream and a connection. Reading and writing go on independently, so that a peer that writes
/// before it reads is not waited for. A session without traffic holds no receive buffer.
/// </summary>
/// <param name="stream">The stream, past the handshake. Concurrent reads and writes must be allowed, one of each. Not disposed.</param>
/// <param name="abort">Ends the stream at once, so that pending reads and writes complete. Called from any thread, perhaps twice.</param>
internal sealed class StreamTransport(Stream stream, Action abort) : ISessionTransport
{
    private const int ReceiveBufferSize = 16 * 1024;

    private readonly Lock _gate = new();
    private readonly ResumeSignal _resume = new();
    private readonly TaskCompletionSource _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WebSocketConnection? _connection;
    private Task _flush = Task.CompletedTask;
    private volatile bool _aborted;
    private bool _ended;

    /// <summary>Called when reading stops for a while, with bytes at hand that cannot be delivered yet.</summary>
    public Action? Paused { get; init; }

    /// <summary>
    /// Runs the session; completes when it has ended and its last handler has run. The stream is not touched after that, nor is
    /// <c>abort</c> called, so both may be given to somebody else.
    /// </summary>
    /// <param name="connection">The connection, not yet started.</param>
    /// <param name="disconnected">Cancelled when the peer is gone, which a paused reader would not see.</param>
    public async Task RunAsync(WebSocketConnection connection, CancellationToken disconnected)
    {
        _connection = connection;
        await using var registration = disconnected.UnsafeRegister(static state => ((StreamTransport)state!).Wake(), this)
            .ConfigureAwait(false);
        Exception? error = null;
        var isFlushed = false;
        try
        {
            connection.Start();
            if (await ReceiveAsync(connection).ConfigureAwait(false))
            {
                var flushed = connection.WhenFlushed();
                isFlushed = await Task.WhenAny(flushed, _broken.Task).ConfigureAwait(false) == flushed;
            }
        }
        catch (Exception e)
        {
            error = e;
        }

        connection.TransportClosed(error);
        if (!isFlushed && !_flush.IsCompleted)
        {
            // A write that nobody waits for any more would go on after the stream has been given back.
            Abort();
        }

        await _flush.ConfigureAwait(false);
        await WhenHandlersReturnAsync(connection).ConfigureAwait(false);
        lock (_gate)
        {
            _ended = true;
        }

        await connection.Completion.ConfigureAwait(false);
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

    void IConnectionTransport.RequestFlush() => _flush = FlushAsync(_connection!);

    void IConnectionTransport.ResumeReceive() => _resume.Set();

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

    private void Wake()
    {
        _aborted = true;
        _broken.TrySetResult();
        _resume.Set();
    }

    /// <summary>Reads until the closing handshake is complete (true) or the peer's end is reached (false).</summary>
    private async Task<bool> ReceiveAsync(WebSocketConnection connection)
    {
        byte[]? buffer = null;
        var count = 0;
        var isHeld = false;
        try
        {
            while (true)
            {
                if (buffer is null)
                {
                    // Waits for bytes without a buffer; most sessions are idle most of the time.
                    await stream.ReadAsync(Memory<byte>.Empty, CancellationToken.None).ConfigureAwait(false);
                    buffer = ArrayPool<byte>.Shared.Rent(ReceiveBufferSize);
                }

                var read = await stream.ReadAsync(buffer.AsMemory(count), CancellationToken.None).ConfigureAwait(false);
                if (read == 0)
                {
                    return false;
                }

                count += read;
                while (true)
                {
                    var status = connection.Receive(buffer.AsSpan(0, count), out var consumed);
                    count -= consumed;
                    buffer.AsSpan(consumed, count).CopyTo(buffer);
                    if (isHeld != count > 0)
                    {
                        isHeld = count > 0;
                        Hold(connection, buffer.Length, isHeld);
                    }

                    if (status == ReceiveStatus.Closed)
                    {
                        return true;
                    }

                    if (status == ReceiveStatus.NeedMore)
                    {
                        break;
                    }

                    Paused?.Invoke();
                    await _resume.WaitAsync().ConfigureAwait(false);
                    if (_aborted)
                    {
                        return false;
                    }
                }

                if (count == 0)
                {
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = null;
                }
            }
        }
        finally
        {
            if (buffer is not null)
            {
                ArrayPool<byte>.Shared.Return(buffer);
                if (isHeld)
                {
                    Hold(connection, buffer.Length, isHeld: false);
                }
            }
        }
    }

    private static void Hold(WebSocketConnection connection, int size, bool isHeld)
    {
        if (isHeld)
        {
            connection.HoldInput(size);
        }
        else
        {
            connection.ReturnInput(size);
        }
    }

    private async Task FlushAsync(WebSocketConnection connection)
    {
        try
        {
            while (connection.TryTakeOutput(out var batch))
            {
                await stream.WriteAsync(batch, CancellationToken.None).ConfigureAwait(false);
                connection.OutputWritten();
            }
        }
        catch (Exception)
        {
            // The reader learns of it, and ends the session.
            Abort();
        }
    }
}
