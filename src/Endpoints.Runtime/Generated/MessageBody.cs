using System.Buffers;
using System.ComponentModel;
using System.IO.Pipelines;

namespace Endpoints.Generated;

/// <summary>
/// A message on its way to a handler that reads it while it arrives. At most 64 KiB, and the piece that came last, wait to be read;
/// while they do, nothing further is read from the peer.
/// </summary>
/// <remarks>The connection writes, the handler reads, on any threads. What the handler leaves unread is dropped.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class MessageBody
{
    /// <summary>What one that is open may hold, in bytes: counted from its beginning to its handler's end.</summary>
    internal const int MostHeld = MostUnread + (16 * 1024);

    private const int MostUnread = 64 * 1024;

    private static readonly PipeOptions Options = new(
        readerScheduler: PipeScheduler.ThreadPool,
        writerScheduler: PipeScheduler.Inline,
        pauseWriterThreshold: MostUnread,
        resumeWriterThreshold: MostUnread / 2,
        useSynchronizationContext: false);

    private readonly Lock _gate = new();
    private readonly Pipe _pipe = new(Options);
    private readonly Action _resume;
    private volatile bool _isFull;
    private bool _isEnded;
    private bool _isAbandoned;

    /// <summary>A body that nothing was written to.</summary>
    /// <param name="resume">Called when there is room again after there was none. Must not throw.</param>
    internal MessageBody(Action resume) => _resume = resume;

    /// <summary>
    /// What the handler reads. Reading throws <see cref="WebSocketClosedException"/> when the session ends before the message does.
    /// </summary>
    public PipeReader Reader => _pipe.Reader;

    /// <summary>Whether the writer has to wait for <c>resume</c>.</summary>
    internal bool IsFull => _isFull;

    /// <inheritdoc cref="Reader"/>
    public Stream AsStream() => _pipe.Reader.AsStream();

    /// <summary>Adds the next bytes, which are copied.</summary>
    internal void Write(ReadOnlySpan<byte> piece)
    {
        ValueTask<FlushResult> flush;
        lock (_gate)
        {
            if (_isEnded || _isAbandoned)
            {
                return;
            }

            _pipe.Writer.Write(piece);
            flush = _pipe.Writer.FlushAsync();
            if (flush.IsCompleted)
            {
                _isAbandoned = flush.GetAwaiter().GetResult().IsCompleted;
                return;
            }

            _isFull = true;
        }

        _ = WaitForRoomAsync(flush);
    }

    /// <summary>The message has ended.</summary>
    internal void Complete() => End(null);

    /// <summary>The message will not end. Nothing happens when it has.</summary>
    internal void Fail(Exception error) => End(error);

    /// <summary>The handler has ended: what is unread and what comes is dropped.</summary>
    internal void Abandon() => _pipe.Reader.Complete();

    private void End(Exception? error)
    {
        lock (_gate)
        {
            if (!_isEnded)
            {
                _isEnded = true;
                _pipe.Writer.Complete(error);
            }
        }
    }

    private async Task WaitForRoomAsync(ValueTask<FlushResult> flush)
    {
        await flush.ConfigureAwait(false);
        _isFull = false;
        _resume();
    }
}
