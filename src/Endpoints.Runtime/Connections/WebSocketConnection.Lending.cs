using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Endpoints.Protocol;

namespace Endpoints.Connections;

/// <summary>
/// Large messages that are sent back as they came leave from the memory that they came in, where the transport can do that: the head of a
/// server's frame is shorter than that of a client's, so it fits in front of the payload.
/// </summary>
internal sealed partial class WebSocketConnection
{
    /// <summary>Smallest message for which it pays, in bytes; a shorter one is copied faster than it is lent.</summary>
    internal const int SmallestLent = 4096;

    /// <summary>Notes the message whose handler is about to run. Of the door's reader.</summary>
    private void NoteLendable(ReadOnlySpan<byte> payload)
    {
        // A client's payload leaves masked, and behind a longer head.
        if (_transport is ILendingTransport && !Masks)
        {
            Extras.LendableStart = AddressOf(payload);
            Extras.LendableLength = payload.Length;
        }
    }

    /// <summary>The handler has returned: what it was given is not the message any more.</summary>
    private void ForgetLendable()
    {
        if (_extras is { } extras)
        {
            extras.LendableLength = 0;
        }
    }

    /// <summary>
    /// Queues the message that is being delivered where it stands. Only the message as a whole: the bytes in front of a part of it may be
    /// read once more by its handler. Only in front of all others: it would not wait anywhere else. Under the lock.
    /// </summary>
    private bool TryAppendLent(Opcode opcode, ReadOnlySpan<byte> payload)
    {
        if (_extras is not { } extras
            || extras.LendableLength != payload.Length
            || extras.LendableStart != AddressOf(payload)
            || !_output.IsEmpty)
        {
            return false;
        }

        var headerLength = FrameHeaderWriter.GetLength(payload.Length, masked: false);
        var frame = ((ILendingTransport)_transport).LendInput(payload, headerLength);
        if (frame.IsEmpty)
        {
            return false;
        }

        FrameHeaderWriter.Write(frame.Span, opcode, fin: true, payload.Length);
        _output.AppendLent(frame);
        extras.LendableLength = 0;
        return true;
    }

    // The input of a transport that lends does not move.
    private static unsafe nint AddressOf(ReadOnlySpan<byte> bytes) => (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(bytes));
}
