using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Endpoints.Protocol;

namespace Endpoints.Connections;

/// <summary>
/// Large messages that are sent back as they came leave from the memory that they came in. Where the transport can do that: the head of a
/// server's frame is shorter than that of a client's, so it fits in front of the payload. Where the message was assembled: its array goes
/// from the reader to the output.
/// </summary>
internal sealed partial class WebSocketConnection
{
    /// <summary>Smallest message for which it pays, in bytes; a shorter one is copied faster than it is lent.</summary>
    internal const int SmallestLent = 4096;

    /// <summary>Smallest assembled message that is not copied, in bytes; the head of its frame is a batch of its own.</summary>
    internal const int SmallestHandedOver = 64 * 1024;

    /// <summary>Notes the message whose handler is about to run. Of the door's reader.</summary>
    private void NoteLendable(ReadOnlySpan<byte> payload)
    {
        if (_transport is ILendingTransport)
        {
            NoteLendable(AddressOf(payload), payload.Length);
        }
    }

    /// <summary>The same for a message that the reader has assembled.</summary>
    private void NoteAssembled(int length) => NoteLendable(0, length);

    private void NoteLendable(nint start, int length)
    {
        // What a client sends back leaves masked, and behind a longer head.
        if (Masks)
        {
            return;
        }

        var extras = Extras;
        extras.LendableStart = start;
        extras.LendableLength = length;
        extras.LendableThread = Environment.CurrentManagedThreadId;
    }

    /// <summary>The handler has returned: what it was given is not the message any more.</summary>
    private void ForgetLendable()
    {
        if (_extras is { } extras)
        {
            extras.LendableLength = 0;
        }
    }

    /// <summary>The same for an assembled message.</summary>
    /// <param name="isRead">Whether the handler goes on, and may still read it.</param>
    private void ForgetAssembled(bool isRead)
    {
        ForgetLendable();
        if (!isRead)
        {
            using (_gate.Hold())
            {
                _output.EndReading();
            }
        }
    }

    /// <summary>
    /// Queues the message that is being delivered where it stands. Only the message as a whole: the bytes in front of a part of it may be
    /// read once more by its handler. Only in front of all others: it would not wait anywhere else. Only from the thread that delivers
    /// it: to all others it may be over. Under the lock.
    /// </summary>
    private bool TryAppendLent(Opcode opcode, ReadOnlySpan<byte> payload)
    {
        if (_extras is not { } extras
            || extras.LendableLength != payload.Length
            || extras.LendableThread != Environment.CurrentManagedThreadId
            || !_output.IsEmpty
            || !(extras.LendableStart == 0 ? TryHandOver(opcode, payload) : TryAppendInput(opcode, payload, extras.LendableStart)))
        {
            return false;
        }

        extras.LendableLength = 0;
        return true;
    }

    private bool TryAppendInput(Opcode opcode, ReadOnlySpan<byte> payload, nint start)
    {
        if (start != AddressOf(payload))
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
        return true;
    }

    private bool TryHandOver(Opcode opcode, ReadOnlySpan<byte> payload)
    {
        if (_reader is null || !_reader.TryDetach(payload, out var array, out var taken))
        {
            return false;
        }

        // The output counts it from here on.
        _memory.Return(taken, _shared.Memory);
        _output.AppendOwned(opcode, array, payload.Length, _transport.OutputPool);
        return true;
    }

    // The input of a transport that lends does not move.
    private static unsafe nint AddressOf(ReadOnlySpan<byte> bytes) => (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(bytes));
}
