using System.Buffers;

namespace Endpoints.Connections;

/// <summary>Running handlers one at a time, and the payload memory that a running handler holds.</summary>
internal sealed partial class WebSocketConnection
{
    private volatile bool _handlerRunning;
    private Task? _handler;
    private byte[]? _lent;

    /// <summary>The payload as memory that outlives the call: the reader's own where it was assembled, otherwise a rented copy.</summary>
    ReadOnlyMemory<byte> Generated.IMessageLender.Lend(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty)
        {
            return default;
        }

        // Whoever asks again, behind a filter, gets the same: the payload that they see may be the copy itself.
        if (_lent is null)
        {
            if (_reader is not null && _reader.TryGetMemory(payload, out var assembled))
            {
                return assembled;
            }

            _lent = ArrayPool<byte>.Shared.Rent(payload.Length);
            Take(_lent.Length);
            payload.CopyTo(_lent);
        }

        return _lent.AsMemory(0, payload.Length);
    }

    private void RunHandler(ValueTask call)
    {
        if (call.IsCompletedSuccessfully)
        {
            call.GetAwaiter().GetResult();
            if (_lent is not null)
            {
                ReturnLent();
            }

            return;
        }

        // Delivery of messages is paused until it completes: that is the back-pressure. Control frames are still answered.
        _handlerRunning = true;
        _handler = AwaitHandlerAsync(call);
    }

    private async Task AwaitHandlerAsync(ValueTask call)
    {
        await call;
        ReturnLent();
        _handlerRunning = false;
        NoteHandlerDone();
        _transport.ResumeReceive();
    }

    private void ReturnLent()
    {
        if (_lent is { } lent)
        {
            _lent = null;
            Return(lent.Length);
            ArrayPool<byte>.Shared.Return(lent);
        }
    }

    private bool IsDeliveryPaused()
    {
        if (_handlerRunning || IsBodyPaused() || _extras is { Parallel.IsFull: true } or { Leaving: not null })
        {
            return true;
        }

        if (Volatile.Read(ref _queuedBytes) <= _shared.Limits.SendHighWaterMark)
        {
            return false;
        }

        using (_gate.Hold())
        {
            _pausedForOutput = QueuedBytes > _shared.Limits.SendHighWaterMark;
            return _pausedForOutput;
        }
    }
}
