using System.Buffers;

namespace Endpoints.Connections;

/// <summary>Running handlers one at a time, and the payload memory that a running handler holds.</summary>
internal sealed partial class WebSocketConnection
{
    private volatile bool _handlerRunning;
    private Task _handler = Task.CompletedTask;
    private ReadOnlyMemory<byte> _assembled;
    private byte[]? _lent;

    /// <summary>The payload as memory that outlives the call: the reader's own where it was assembled, otherwise a rented copy.</summary>
    ReadOnlyMemory<byte> Generated.IMessageLender.Lend(ReadOnlySpan<byte> payload)
    {
        if (!_assembled.IsEmpty && _assembled.Length == payload.Length)
        {
            return _assembled;
        }

        if (payload.IsEmpty)
        {
            return default;
        }

        ReturnLent();
        _lent = ArrayPool<byte>.Shared.Rent(payload.Length);
        Take(_lent.Length);
        payload.CopyTo(_lent);

        // Whoever asks again, behind a filter, gets the same: the payload that they see may be the copy itself.
        _assembled = _lent.AsMemory(0, payload.Length);
        return _assembled;
    }

    private void RunHandler(ValueTask call)
    {
        if (call.IsCompletedSuccessfully)
        {
            call.GetAwaiter().GetResult();
            ReturnLent();
            return;
        }

        // Delivery of messages is paused until it completes: that is the back-pressure. Control frames are still answered.
        _handlerRunning = true;
        _handler = AwaitHandlerAsync(call);
    }

    private async Task AwaitHandlerAsync(ValueTask call)
    {
        await call.ConfigureAwait(false);
        ReturnLent();
        _handlerRunning = false;
        _transport.ResumeReceive();
    }

    private void ReturnLent()
    {
        _assembled = default;
        if (_lent is { } lent)
        {
            _lent = null;
            Return(lent.Length);
            ArrayPool<byte>.Shared.Return(lent);
        }
    }

    private bool IsDeliveryPaused()
    {
        if (_handlerRunning || IsBodyPaused() || _parallel is { IsFull: true })
        {
            return true;
        }

        if (Volatile.Read(ref _queuedBytes) <= _limits.SendHighWaterMark)
        {
            return false;
        }

        lock (_gate)
        {
            _pausedForOutput = _output.QueuedBytes > _limits.SendHighWaterMark;
            return _pausedForOutput;
        }
    }
}
