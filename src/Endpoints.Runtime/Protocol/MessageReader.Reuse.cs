using System.Buffers;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Endpoints.Protocol;

/// <summary>A reader that goes from peer to peer, and the memory of what it has delivered.</summary>
internal sealed partial class MessageReader
{
    /// <summary>Whether it is as it was at first: it may read for another peer.</summary>
    public bool IsUnused => _mode == Mode.Reading && !_isInFrame && IsIdle && _inflater is null && _bodies is null;

    /// <summary>Makes an unused reader read for another peer.</summary>
    /// <param name="role">Which end reads.</param>
    /// <param name="limits">What that may send at most.</param>
    /// <param name="ledger">Who counts for it.</param>
    /// <param name="pool">Lends the arrays of its messages.</param>
    public void ReadFor(EndpointRole role, in ReceiveLimits limits, IMemoryLedger? ledger, ArrayPool<byte>? pool)
    {
        Debug.Assert(IsUnused, "What is left of one peer would be taken for another's.");
        _role = role;
        _limits = limits;
        _buffer = new MessageBuffer(ledger, pool);
    }

    /// <summary>The memory of the message that was delivered assembled, if that is what a payload is.</summary>
    /// <param name="payload">A payload that was delivered.</param>
    /// <param name="memory">The same as memory; valid for as long as <see cref="ReadResult.Memory"/> is.</param>
    public bool TryGetMemory(ReadOnlySpan<byte> payload, out ReadOnlyMemory<byte> memory)
    {
        memory = IsDelivered(payload) ? _buffer.Array.AsMemory(0, payload.Length) : default;
        return !memory.IsEmpty;
    }

    /// <summary>Gives the array of the message that was delivered assembled away; see <see cref="MessageBuffer.Detach"/>.</summary>
    /// <param name="payload">The payload that was delivered, as a whole.</param>
    /// <param name="array">The array, with the payload at its front.</param>
    /// <param name="taken">What the ledger has counted for it.</param>
    public bool TryDetach(ReadOnlySpan<byte> payload, [NotNullWhen(true)] out byte[]? array, out int taken)
    {
        (array, taken) = (null, 0);
        if (payload.Length != _buffer.Length || !IsDelivered(payload))
        {
            return false;
        }

        _isDelivered = false;
        array = _buffer.Detach(out taken);
        return true;
    }

    private bool IsDelivered(ReadOnlySpan<byte> payload) =>
        _isDelivered && Unsafe.AreSame(in MemoryMarshal.GetReference(payload), in MemoryMarshal.GetReference(_buffer.Written));
}
