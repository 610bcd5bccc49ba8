using System.Buffers;
using Endpoints.Protocol;

namespace Endpoints.Connections.Sending;

/// <summary>A message that waits as a whole, and its place in the queue. Of one <see cref="MessageQueue"/>.</summary>
internal sealed class QueuedMessage
{
    private byte[]? _array;
    private int _length;

    public QueuedMessage? Next { get; set; }

    public QueuedMessage? Previous { get; set; }

    public MessageKey? Key { get; set; }

    public Opcode Opcode { get; private set; }

    /// <summary>Whether the payload is a compressed message (RFC 7692 section 6).</summary>
    public bool IsCompressed { get; private set; }

    /// <summary>The frame, where it is in the queues of other sessions as well.</summary>
    public SharedFrame? Shared { get; private set; }

    /// <summary>The payload.</summary>
    public ReadOnlySpan<byte> Payload => Shared is { } frame ? frame.Payload : _array.AsSpan(0, _length);

    /// <summary>Memory that it holds, in bytes.</summary>
    public int Capacity => Shared?.Length ?? _array?.Length ?? 0;

    public void Fill(Opcode opcode, ReadOnlySpan<byte> payload, bool isCompressed)
    {
        _array = ArrayPool<byte>.Shared.Rent(payload.Length);
        payload.CopyTo(_array);
        (Opcode, _length, IsCompressed) = (opcode, payload.Length, isCompressed);
    }

    public void Fill(Opcode opcode, SharedFrame frame)
    {
        frame.Take();
        (Opcode, Shared, IsCompressed) = (opcode, frame, false);
    }

    /// <summary>Lets the payload go.</summary>
    public void Empty()
    {
        Shared?.Return();
        if (_array is not null)
        {
            ArrayPool<byte>.Shared.Return(_array);
        }

        (Shared, _array, _length) = (null, null, 0);
    }
}
