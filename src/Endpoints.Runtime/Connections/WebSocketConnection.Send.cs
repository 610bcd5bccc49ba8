using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Endpoints.Connections.Memory;
using Endpoints.Protocol;
using Endpoints.Protocol.Deflate;

namespace Endpoints.Connections;

/// <summary>Sending: frames are appended under the lock and leave in batches (RFC 6455 section 6.1).</summary>
internal sealed partial class WebSocketConnection
{
    private OutputBuffer _output;
    private int _queuedBytes;
    private volatile bool _corked;
    private bool _readsGoOn;
    private bool _flushing;
    private bool _pausedForOutput;
    private long _lastSendProgress;

    /// <summary>Whether frames leave masked: those of a client do (RFC 6455 section 5.1).</summary>
    private bool Masks => _shared.Role == EndpointRole.Client;

    public override int BufferedAmount => Volatile.Read(ref _queuedBytes);

    public override bool TrySendText(ReadOnlySpan<byte> utf8) => TrySend(Opcode.Text, utf8);

    public override bool TrySendBinary(ReadOnlySpan<byte> payload) => TrySend(Opcode.Binary, payload);

    public override ValueTask SendTextAsync(ReadOnlyMemory<byte> utf8, CancellationToken cancellationToken = default) =>
        SendAsync(Opcode.Text, utf8, cancellationToken);

    public override ValueTask SendBinaryAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken = default) =>
        SendAsync(Opcode.Binary, payload, cancellationToken);

    public override ValueTask SendTextAsync(string text, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        var rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        var length = Encoding.UTF8.GetBytes(text, rented);
        if (TrySend(Opcode.Text, rented.AsSpan(0, length)) || (!WaitsForRoom && _state == WebSocketSessionState.Open))
        {
            ArrayPool<byte>.Shared.Return(rented);
            return default;
        }

        return SendRentedAsync(rented, length, cancellationToken);
    }

    public override ValueTask SendJsonAsync<T>(T value, JsonTypeInfo<T> typeInfo, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(typeInfo);
        var utf8 = JsonSerializer.SerializeToUtf8Bytes(value, typeInfo);
        return KeepsLatest
            && !cancellationToken.IsCancellationRequested
            && MessageKey.TryFind(value, out var key)
            && TrySend(Opcode.Text, utf8, key)
                ? default
                : SendAsync(Opcode.Text, utf8, cancellationToken);
    }

    private bool TrySend(Opcode opcode, ReadOnlySpan<byte> payload)
    {
        bool isQueued;
        bool flush;
        ProtocolRule full;
        using (_gate.Hold())
        {
            isQueued = TryQueue(opcode, payload, out full);
            flush = isQueued && MustFlush();
        }

        CountSent(isQueued, payload.Length);
        NoteTried(flush, full);
        return isQueued;
    }

    /// <summary>What follows when a message was queued, or was not, once the lock is left.</summary>
    private void NoteTried(bool flush, ProtocolRule full)
    {
        if (flush)
        {
            _transport.RequestFlush();
        }
        else if (full != ProtocolRule.None)
        {
            CountMemoryRefusal(full, MemoryUse.Output);
        }

        if (_extras?.Queue is { } queue)
        {
            NoteDropped(queue);
        }
    }

    /// <summary>Queues a message where there is room, and nobody waits for it. Under the lock.</summary>
    private bool TryQueue(Opcode opcode, ReadOnlySpan<byte> payload, out ProtocolRule full)
    {
        full = ProtocolRule.None;
        if (_state != WebSocketSessionState.Open)
        {
            return false;
        }

        var isPlain = _extras is not { } extras
            || (extras.Deflater is null && extras.Queue is null && extras.Waiters is not { Count: > 0 });
        if (isPlain && _output.TryAppendInPlace(opcode, payload, _shared.Limits.MaxSendQueueSize, Masks))
        {
            Volatile.Write(ref _queuedBytes, _output.QueuedBytes);
            return true;
        }

        if (!isPlain || !(TryAppendDirect(opcode, payload) || (payload.Length >= SmallestLent && TryAppendLent(opcode, payload))))
        {
            if (_extras?.Queue is { } queue)
            {
                return TryEnqueue(queue, opcode, payload, key: null, out full);
            }

            if (_extras?.Waiters is { Count: > 0 } || !HasRoomFor(payload.Length, out full))
            {
                return false;
            }

            AppendMessage(opcode, payload);
        }

        NoteQueued();
        return true;
    }

    private bool TryAppendDirect(Opcode opcode, ReadOnlySpan<byte> payload) =>
        Gathers && _output.TryAppendDirect(opcode, payload, _shared.Limits.MaxSendQueueSize, (IGatheringTransport)_transport);

    private ValueTask SendAsync(Opcode opcode, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        return TrySend(opcode, payload.Span) ? default : WaitForRoomAsync(opcode, payload, cancellationToken);
    }

    private async ValueTask SendRentedAsync(byte[] rented, int length, CancellationToken cancellationToken)
    {
        // Not returned to the pool when the wait is given up: the queue may still read it.
        await SendAsync(Opcode.Text, rented.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
        ArrayPool<byte>.Shared.Return(rented);
    }

    private async ValueTask WaitForRoomAsync(Opcode opcode, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var waiter = new SendWaiter(opcode, payload);
        bool flush;
        using (_gate.Hold())
        {
            if (_state != WebSocketSessionState.Open)
            {
                throw new WebSocketClosedException(Status);
            }

            if (!WaitsForRoom)
            {
                // It was dropped, which is what the endpoint has asked for.
                return;
            }

            (Extras.Waiters ??= new Queue<SendWaiter>()).Enqueue(waiter);
            AdmitWaiters();
            NoteQueued();

            // Even within a batch: the room that this waits for comes from writing what the batch holds so far.
            flush = MustFlush(withinBatch: true);
        }

        if (flush)
        {
            _transport.RequestFlush();
        }

        await using (cancellationToken.UnsafeRegister(static (state, token) => ((SendWaiter)state!).Cancel(token), waiter)
            .ConfigureAwait(false))
        {
            await waiter.Task.ConfigureAwait(false);
        }
    }

    /// <summary>Queues waiting messages, oldest first, as far as there is room. Under the lock.</summary>
    private void AdmitWaiters()
    {
        while (_extras?.Waiters is { } waiters && waiters.TryPeek(out var waiter) && (waiter.Task.IsCompleted || HasRoomFor(waiter.Payload.Length, out _)))
        {
            waiters.Dequeue();
            if (waiter.TryClaim())
            {
                try
                {
                    AppendMessage(waiter.Opcode, waiter.Payload.Span);
                    CountSent(isQueued: true, waiter.Payload.Length);
                    waiter.SetResult();
                }
                catch (Exception error)
                {
                    // No memory for it; the sender has to know, and the others go on.
                    waiter.SetException(error);
                }
            }
        }
    }

    /// <summary>Appends a message for which there is room.</summary>
    private void AppendMessage(Opcode opcode, ReadOnlySpan<byte> payload)
    {
        if (_extras?.Queue is { } queue)
        {
            queue.Fill(queue.AddLast(key: null), opcode, payload);
            return;
        }

        WriteMessage(opcode, payload);
    }

    /// <summary>
    /// Appends a message to the output, compressed where that was agreed on. Under the lock even while it compresses: messages have to leave in
    /// the order in which they went through the window.
    /// </summary>
    private void WriteMessage(Opcode opcode, ReadOnlySpan<byte> payload)
    {
        if (_extras?.Deflater is not { } deflater)
        {
            _output.Append(opcode, payload, _transport.OutputPool, Masks);
            return;
        }

        var compressed = default(MessageBuffer);
        try
        {
            var isWorthIt = deflater.TryDeflate(payload, ref compressed);
            _output.Append(opcode, isWorthIt ? compressed.Written : payload, _transport.OutputPool, Masks, isWorthIt);
        }
        finally
        {
            compressed.Release();
        }
    }

    /// <summary>
    /// One message always fits an empty queue; otherwise a message larger than the queue could never be sent, and a handler that answers
    /// a message while it holds it could wait for its own memory.
    /// </summary>
    private bool HasRoomFor(int payloadLength, out ProtocolRule full)
    {
        full = ProtocolRule.None;
        if (_extras?.Queue is { } queue)
        {
            return queue.IsEmpty || (queue.HasRoomFor(payloadLength) && HasMemoryFor(payloadLength, out full));
        }

        if (_output.IsEmpty)
        {
            return true;
        }

        if ((long)_output.QueuedBytes + payloadLength > _shared.Limits.MaxSendQueueSize)
        {
            return false;
        }

        full = CheckMemory(_output.GrowthFor(payloadLength, Masks));
        return full == ProtocolRule.None;
    }

    /// <summary>Publishes the size of the queue, and counts its memory. After every change of it, under the lock.</summary>
    private void NoteQueued()
    {
        CountOutput();
        Volatile.Write(ref _queuedBytes, QueuedBytes);
    }

    /// <summary>Whether the caller must request a flush, once it has left the lock. Starts the send deadline's clock. Under the lock.</summary>
    private bool MustFlush(bool withinBatch = false)
    {
        if (_flushing || (_corked && !withinBatch) || IsOutputEmpty)
        {
            return false;
        }

        _flushing = true;
        _lastSendProgress = _shared.Time.GetTimestamp();
        return true;
    }

    /// <summary>What the following calls of <see cref="Receive"/> make the session send leaves in one batch. Of the door's reader.</summary>
    public void BeginReads() => _readsGoOn = true;

    /// <summary>The last of them was made.</summary>
    public void EndReads()
    {
        _readsGoOn = false;
        EndBatch();
    }

    private void EndBatch()
    {
        if (_readsGoOn)
        {
            return;
        }

        bool flush;
        bool isLeaving;
        using (_gate.Hold())
        {
            _corked = false;
            flush = MustFlush();
            isLeaving = IsLeaving;
        }

        if (flush)
        {
            _transport.RequestFlush();
        }

        if (isLeaving)
        {
            LeaveIfDone();
        }
    }
}
