using System.Buffers;
using Endpoints.Protocol;

namespace Endpoints.Connections;

/// <summary>
/// A large frame in the queues of many sessions, in one array that goes back to its pool when the last of them has written it. A session that
/// ends before leaves the array to the garbage collector, for its transport may still read it.
/// </summary>
internal sealed class SharedFrame
{
    private readonly byte[] _array;
    private readonly int _headerLength;
    private readonly int _length;

    // One for whoever hands it out.
    private int _holders = 1;

    /// <param name="opcode">What the frame is.</param>
    /// <param name="payload">Its payload, which is copied.</param>
    /// <param name="pool">Lends the array.</param>
    public SharedFrame(Opcode opcode, ReadOnlySpan<byte> payload, ArrayPool<byte> pool)
    {
        Pool = pool;
        _headerLength = FrameHeaderWriter.GetLength(payload.Length, masked: false);
        _length = checked(_headerLength + payload.Length);
        _array = pool.Rent(_length);
        FrameHeaderWriter.Write(_array, opcode, fin: true, payload.Length);
        payload.CopyTo(_array.AsSpan(_headerLength));
    }

    /// <summary>Where the array is from: transports differ in what they can send from.</summary>
    public ArrayPool<byte> Pool { get; }

    /// <summary>The length of the frame.</summary>
    public int Length => _length;

    /// <summary>Its payload, for who holds it.</summary>
    public ReadOnlySpan<byte> Payload => _array.AsSpan(_headerLength, _length - _headerLength);

    /// <summary>The frame, for one more queue, which calls <see cref="Return"/>.</summary>
    public ReadOnlyMemory<byte> Take()
    {
        Interlocked.Increment(ref _holders);
        return _array.AsMemory(0, _length);
    }

    /// <summary>A queue has written it, or whoever handed it out has done that.</summary>
    public void Return()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            Pool.Return(_array);
        }
    }
}
