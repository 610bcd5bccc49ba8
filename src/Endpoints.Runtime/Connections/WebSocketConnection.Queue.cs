using Endpoints.Connections.Memory;
using Endpoints.Connections.Sending;
using Endpoints.Diagnostics;
using Endpoints.Protocol;

namespace Endpoints.Connections;

/// <summary>Sending where messages may be dropped, or are counted: they wait in a queue of their own until a batch is asked for.</summary>
internal sealed partial class WebSocketConnection
{
    /// <summary>Bytes that a batch takes out of the queue, one message at least: what is in a batch cannot be dropped any more.</summary>
    internal const int LargestFill = 64 * 1024;

    private static readonly CloseStatus TooSlow = CloseStatus.TryAgainLater.WithReason("The peer reads more slowly than messages come.");

    public override long DroppedMessages => _extras?.Queue?.Dropped ?? 0;

    internal override bool WaitsForRoom => _extras?.Queue is not { Policy: not SendPolicy.Wait };

    internal override bool KeepsLatest => _extras?.Queue is { Policy: SendPolicy.KeepLatest };

    private bool IsOutputEmpty => _output.IsEmpty && _extras?.Queue is not { IsEmpty: false };

    // Both are at most the largest array and one more message.
    private int QueuedBytes => _extras?.Queue is { } queue
        ? (int)Math.Min((long)_output.QueuedBytes + queue.QueuedBytes, int.MaxValue)
        : _output.QueuedBytes;

    public override bool TrySendText(ReadOnlySpan<byte> utf8, string key) => TrySend(Opcode.Text, utf8, MessageKey.Named(key));

    public override bool TrySendBinary(ReadOnlySpan<byte> payload, string key) => TrySend(Opcode.Binary, payload, MessageKey.Named(key));

    internal override bool TrySend(bool isText, ReadOnlySpan<byte> payload, MessageKey key) =>
        TrySend(isText ? Opcode.Text : Opcode.Binary, payload, key);

    private static MessageQueue? CreateQueue(EndpointSessions shared) =>
        shared.Limits is { SendPolicy: SendPolicy.Wait, MaxSendQueueMessages: null }
            ? null
            : new MessageQueue(
                shared.Limits.SendPolicy,
                shared.Limits.MaxSendQueueSize,
                shared.Limits.MaxSendQueueMessages,
                shared.Role == EndpointRole.Client);

    private bool TrySend(Opcode opcode, ReadOnlySpan<byte> payload, MessageKey key)
    {
        if (_extras?.Queue is not { Policy: SendPolicy.KeepLatest } queue)
        {
            return TrySend(opcode, payload);
        }

        bool isQueued;
        bool flush;
        ProtocolRule full;
        using (_gate.Hold())
        {
            isQueued = TryEnqueue(queue, opcode, payload, key, out full);
            flush = isQueued && MustFlush();
        }

        NoteTried(flush, full);
        return isQueued;
    }

    /// <summary>Queues a message as the policy has it. Under the lock.</summary>
    private bool TryEnqueue(MessageQueue queue, Opcode opcode, ReadOnlySpan<byte> payload, MessageKey? key, out ProtocolRule full)
    {
        full = ProtocolRule.None;
        if (_state != WebSocketSessionState.Open || !TryMakeRoom(queue, payload.Length, key, out var place, out full))
        {
            return false;
        }

        queue.Fill(place!, opcode, payload);
        NoteQueued();
        return true;
    }

    /// <summary>The same for a message that others get as well. What was compressed without a window to go on can be dropped like any other.</summary>
    private bool TryEnqueue(MessageQueue queue, scoped ref Broadcast message, out ProtocolRule full)
    {
        full = ProtocolRule.None;
        if (_state != WebSocketSessionState.Open)
        {
            return false;
        }

        SharedFrame? frame = null;
        scoped ReadOnlySpan<byte> payload = message.Payload;
        var isCompressed = false;
        if (_extras!.Deflater is not { } deflater)
        {
            frame = payload.Length >= SmallestLent && !Masks ? message.Share(_transport.OutputPool) : null;
        }
        else if (!deflater.TakesContextOver && message.TryDeflate(deflater, out var compressed))
        {
            payload = compressed;
            isCompressed = true;
        }

        if (!TryMakeRoom(queue, message.Payload.Length, message.Key, out var place, out full))
        {
            return false;
        }

        if (frame is not null)
        {
            queue.Fill(place!, message.Opcode, frame);
        }
        else
        {
            queue.Fill(place!, message.Opcode, payload, isCompressed);
        }

        NoteQueued();
        return true;
    }

    /// <summary>Finds the place of a message, and drops for it what the policy gives up.</summary>
    private bool TryMakeRoom(MessageQueue queue, int length, MessageKey? key, out QueuedMessage? place, out ProtocolRule full)
    {
        (place, full) = (null, ProtocolRule.None);
        if (queue.IsOverrun || _extras!.Waiters is { Count: > 0 })
        {
            return false;
        }

        if (queue.Policy != SendPolicy.KeepLatest)
        {
            key = null;
        }
        else if (key is { } known && queue.Find(in known) is { } earlier)
        {
            queue.Replace(earlier);
            NoteQueued();
            while (!(queue.HasRoomInPlace(length) && HasMemoryFor(length, out _)) && queue.TryDropOldest(earlier))
            {
                NoteQueued();
            }

            place = earlier;
            return true;
        }

        while (!HasRoomFor(length, out full))
        {
            switch (queue.Policy)
            {
                case SendPolicy.DropOldest or SendPolicy.KeepLatest:
                    queue.TryDropOldest();
                    NoteQueued();
                    break;
                case SendPolicy.DropNewest:
                    queue.NoteDropped();
                    return false;
                case SendPolicy.Disconnect:
                    queue.Overrun();
                    NoteQueued();
                    return false;
                default:
                    return false;
            }
        }

        place = queue.AddLast(in key);
        return true;
    }

    private bool HasMemoryFor(int length, out ProtocolRule full) => (full = CheckMemory(MessageQueue.GrowthFor(length))) == ProtocolRule.None;

    /// <summary>Moves messages from the queue to the output, for the next batch or for good. Under the lock.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="all">Nothing is dropped any more: the close frame goes behind them.</param>
    private void FillOutput(MessageQueue queue, bool all = false)
    {
        if (!all && !_output.TakesMore)
        {
            return;
        }

        while (queue.First is { } message && (all || _output.QueuedBytes < LargestFill))
        {
            if (message.Shared is { } frame && !all)
            {
                if (!_output.IsEmpty)
                {
                    break;
                }

                _output.AppendShared(frame);
                queue.Remove(message);
                break;
            }

            if (message.IsCompressed)
            {
                _output.Append(message.Opcode, message.Payload, _transport.OutputPool, Masks, compressed: true);
            }
            else
            {
                WriteMessage(message.Opcode, message.Payload);
            }

            queue.Remove(message);
        }

        // Before those who wait are let in, who may take the place of what was counted.
        CountOutput();
        if (!all)
        {
            AdmitWaiters();
        }

        NoteQueued();
    }

    /// <summary>Counts what was dropped, and ends a session whose policy that is, once the lock is left.</summary>
    private void NoteDropped(MessageQueue queue)
    {
        if (queue.HasNothingToTell)
        {
            return;
        }

        (int Full, int Replaced, bool IsFirst) dropped;
        using (_gate.Hold())
        {
            dropped = queue.TakeUncounted();
        }

        _shared.Metrics?.MessagesDropped(TagName.Of(queue.Policy), dropped.Full, dropped.Replaced);
        if (dropped.IsFirst)
        {
            Log.MessagesDropped(_shared.Logger, Id, queue.Policy);
        }

        if (queue.IsOverrun)
        {
            BeginClose(TooSlow, "slow_consumer");
        }
    }
}
