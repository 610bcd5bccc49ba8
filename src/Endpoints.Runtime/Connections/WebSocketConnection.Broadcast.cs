using Endpoints.Protocol;

namespace Endpoints.Connections;

/// <summary>Messages that other sessions get as well.</summary>
internal sealed partial class WebSocketConnection
{
    /// <summary>Queues a message as <see cref="WebSocketSession.TrySendText(ReadOnlySpan{byte})"/> does, and shares with the other sessions what can be shared.</summary>
    internal bool TrySend(scoped ref Broadcast message)
    {
        bool isQueued;
        bool flush;
        ProtocolRule full;
        using (_gate.Hold())
        {
            isQueued = TryQueue(ref message, out full);
            flush = isQueued && MustFlush();
        }

        CountSent(isQueued, message.Payload.Length);
        if (flush)
        {
            FanOut.RequestFlush(_transport);
        }

        NoteTried(flush: false, full);
        return isQueued;
    }

    private bool TryQueue(scoped ref Broadcast message, out ProtocolRule full)
    {
        if (_extras?.Queue is { } queue)
        {
            return TryEnqueue(queue, ref message, out full);
        }

        if (_state != WebSocketSessionState.Open || !(TryQueueCompressed(ref message) || TryQueueShared(ref message)))
        {
            return TryQueue(message.Opcode, message.Payload, out full);
        }

        full = ProtocolRule.None;
        NoteQueued();
        return true;
    }

    private bool TryQueueCompressed(scoped ref Broadcast message)
    {
        if (_extras is not { Deflater: { TakesContextOver: false } deflater } extras
            || extras.Waiters is { Count: > 0 }
            || !HasRoomFor(message.Payload.Length, out _))
        {
            return false;
        }

        var isWorthIt = message.TryDeflate(deflater, out var compressed);
        _output.Append(message.Opcode, isWorthIt ? compressed : message.Payload, _transport.OutputPool, Masks, isWorthIt);
        return true;
    }

    private bool TryQueueShared(scoped ref Broadcast message)
    {
        if (message.Payload.Length < SmallestLent
            || Masks
            || Gathers
            || _extras is { Deflater: not null }
            || !_output.IsEmpty
            || message.Share(_transport.OutputPool) is not { } frame)
        {
            return false;
        }

        _output.AppendShared(frame);
        return true;
    }
}
