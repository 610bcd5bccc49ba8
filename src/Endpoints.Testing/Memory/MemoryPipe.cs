using System.IO.Pipelines;

namespace Endpoints.Testing.Memory;

/// <summary>
/// One direction of a connection in memory, which knows whether everything that was written has been read and dealt with: its reader has
/// then come back for more and found nothing. One reader and one writer at a time.
/// </summary>
internal sealed class MemoryPipe
{
    private readonly Pipe _pipe;
    private readonly Stream _input;
    private readonly Stream _output;
    private readonly Lock _gate = new();
    private TaskCompletionSource? _quiet;
    private long _unread;
    private bool _readerWaits;
    private bool _readerIsPaused;
    private bool _ended;

    /// <param name="capacity">Bytes that may be unread before a writer waits.</param>
    public MemoryPipe(int capacity)
    {
        _pipe = new Pipe(new PipeOptions(pauseWriterThreshold: capacity, resumeWriterThreshold: capacity / 2, useSynchronizationContext: false));
        _input = _pipe.Reader.AsStream();
        _output = _pipe.Writer.AsStream();
    }

    /// <summary>How many bytes have ever been written; tells whether anything happened in between.</summary>
    public long Written { get; private set; }

    /// <summary>Whether the reader has read everything and waits for more, has paused by its own will, or has gone.</summary>
    public bool IsQuiet
    {
        get
        {
            lock (_gate)
            {
                return IsQuietNow;
            }
        }
    }

    private bool IsQuietNow => _ended || _readerIsPaused || (_readerWaits && _unread == 0);

    /// <summary>Completes as soon as <see cref="IsQuiet"/> holds, be it for a moment.</summary>
    public Task WhenQuietAsync()
    {
        lock (_gate)
        {
            return IsQuietNow
                ? Task.CompletedTask
                : (_quiet ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>Reads; a read into an empty buffer completes when there is something to read.</summary>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        Note(() => (_readerWaits, _readerIsPaused) = (true, false));
        int read;
        try
        {
            read = await _input.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            Note(() => _readerWaits = false);
            throw;
        }

        Note(() =>
        {
            _readerWaits = false;
            _unread -= read;
            _ended |= read == 0 && !buffer.IsEmpty;
        });
        return read;
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _unread += buffer.Length;
            Written += buffer.Length;
        }

        return _output.WriteAsync(buffer, cancellationToken);
    }

    /// <summary>The reader stops reading for a while, although there may be more.</summary>
    public void PauseReader() => Note(() => _readerIsPaused = true);

    /// <summary>Wakes a pending read, which fails.</summary>
    public void CancelRead()
    {
        NoteReaderWakes();
        _pipe.Reader.CancelPendingRead();
    }

    /// <summary>Wakes a pending write, which fails, and lets the reader find the end.</summary>
    public void BreakOff()
    {
        NoteReaderWakes();
        _pipe.Writer.CancelPendingFlush();
        _pipe.Writer.Complete();
    }

    /// <summary>Nothing will be written any more.</summary>
    public void EndWriting()
    {
        NoteReaderWakes();
        _output.Dispose();
    }

    /// <summary>Nothing will be read any more.</summary>
    public void EndReading()
    {
        _input.Dispose();
        Note(() => _ended = true);
    }

    private void NoteReaderWakes() => Note(() => _readerWaits = false);

    private void Note(Action change)
    {
        TaskCompletionSource? quiet = null;
        lock (_gate)
        {
            change();
            if (IsQuietNow)
            {
                (quiet, _quiet) = (_quiet, null);
            }
        }

        quiet?.TrySetResult();
    }
}
