using Endpoints.Protocol;

namespace Endpoints.Connections;

/// <summary>What the door takes and writes, and who waits for that.</summary>
internal sealed partial class WebSocketConnection
{
    /// <summary>The next batch for the network; false when there is none, which ends the flush.</summary>
    public bool TryTakeOutput(out ReadOnlyMemory<byte> batch)
    {
        using (_gate.Hold())
        {
            return TryTake(out batch);
        }
    }

    /// <summary>The batch taken last is with the network; its memory may be used again.</summary>
    public void OutputWritten()
    {
        Written written;
        using (_gate.Hold())
        {
            written = NoteWritten();
        }

        Tell(in written);
    }

    /// <summary>The same as <see cref="OutputWritten"/> and <see cref="TryTakeOutput"/> behind it, for less.</summary>
    /// <param name="batch">The next batch.</param>
    /// <returns>False when there is none, which ends the flush.</returns>
    public bool TryTakeNextOutput(out ReadOnlyMemory<byte> batch)
    {
        Written written;
        bool hasNext;
        using (_gate.Hold())
        {
            written = NoteWritten();
            hasNext = TryTake(out batch);
        }

        Tell(in written);
        return hasNext;
    }

    internal override Task<bool> WhenFlushed()
    {
        using (_gate.Hold())
        {
            if (IsOutputEmpty || _transportClosed)
            {
                return Task.FromResult(IsOutputEmpty && _extras is not { OutputLost: true });
            }

            return (Extras.WhenFlushed ??= new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>What has to be told when a batch was written, once the lock is left.</summary>
    private readonly record struct Written(bool Resume, TaskCompletionSource<bool>? Flushed);

    private bool TryTake(out ReadOnlyMemory<byte> batch)
    {
        if (_extras?.Queue is { IsEmpty: false } queue && !_transportClosed)
        {
            FillOutput(queue);
        }

        if (!_transportClosed && _output.TryTake(out batch))
        {
            return true;
        }

        batch = default;
        _flushing &= _transportClosed;
        return false;
    }

    private Written NoteWritten()
    {
        _output.Advance(_transport.OutputPool);
        _controlBytes = 0;
        TaskCompletionSource<bool>? flushed = null;
        if (_extras is { } extras)
        {
            if (extras.LatestPong is { } pong && !_closeSent && !_transportClosed)
            {
                AppendControl(Opcode.Pong, pong);
            }

            extras.LatestPong = null;
            AdmitWaiters();
            if (IsOutputEmpty)
            {
                (flushed, extras.WhenFlushed) = (extras.WhenFlushed, null);
            }

            if (extras.DrainWaiters is { Count: > 0 } drains)
            {
                AdmitDrainWaiters(drains);
            }
        }

        NoteQueued();
        if (!IsOutputEmpty || _pinged || _closeSent)
        {
            // Otherwise there is no deadline that this would put off.
            _lastSendProgress = _shared.Time.GetTimestamp();
        }

        var resume = _pausedForOutput && QueuedBytes <= _shared.Limits.SendHighWaterMark;
        _pausedForOutput &= !resume;
        return new Written(resume, flushed);
    }

    private void Tell(in Written written)
    {
        written.Flushed?.TrySetResult(true);
        if (written.Resume)
        {
            _transport.ResumeReceive();
        }
    }
}
