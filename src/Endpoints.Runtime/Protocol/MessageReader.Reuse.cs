using System.Diagnostics;
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
    public void ReadFor(EndpointRole role, in ReceiveLimits limits, IMemoryLedger? ledger)
    {
        Debug.Assert(IsUnused, "What is left of one peer would be taken for another's.");
        _role = role;
        _limits = limits;
        _buffer = new MessageBuffer(ledger);
    }

    /// <summary>The memory of the message that was delivered assembled, if that is what a payload is.</summary>
    /// <param name="payload">A payload that was delivered.</param>
    /// <param name="memory">The same as memory; valid for as long as <see cref="ReadResult.Memory"/> is.</param>
    public bool TryGetMemory(ReadOnlySpan<byte> payload, out ReadOnlyMemory<byte> memory)
    {
        memory = default;
        if (!_isDelivered || !Unsafe.AreSame(in MemoryMarshal.GetReference(payload), in MemoryMarshal.GetReference(_buffer.Written)))
        {
            return false;
        }

        memory = _buffer.Array.AsMemory(0, payload.Length);
        return true;
    }
}
