using System.Buffers;
using System.Diagnostics;
using System.Numerics;
using Endpoints.Protocol;

namespace Endpoints.Connections;

/// <summary>
/// Frames that wait to be written, and the batch that is being written. Holds no memory while there is neither.
/// Not synchronised: the connection's lock guards it.
/// </summary>
internal struct OutputBuffer
{
    private const int SmallestRental = 256;

    /// <summary>Largest batch: what is written in one go, and so the grain in which progress of a slow peer is seen.</summary>
    private const int LargestBatch = 256 * 1024;

    /// <summary>Largest payload that a transport gathers.</summary>
    private const int LargestDirect = 64 * 1024;

    // What the transport has gathered while nothing else waited, in front of all else; its complement while a batch is being written.
    private int _gathered;

    // What stays where it is, the frame or its payload. It goes behind the batch that is being written.
    private LentBytes? _lent;

    private byte[]? _pending;
    private int _pendingCount;
    private byte[]? _inFlight;
    private int _inFlightStart;
    private int _inFlightCount;

    /// <summary>Bytes not yet written, headers included.</summary>
    public readonly int QueuedBytes => Gathered + _pendingCount + _inFlightCount + (_lent?.Memory.Length ?? 0);

    public readonly bool IsEmpty => QueuedBytes == 0;

    /// <summary>Memory that is held, in bytes: of what waits, and of the batch that is being written.</summary>
    public readonly int Capacity => Gathered + (_pending?.Length ?? 0) + (_inFlight?.Length ?? 0) + (_lent?.Capacity ?? 0);

    /// <summary>Whether what is appended now may leave with the next batch: none is being written, and nothing larger is in front.</summary>
    public readonly bool TakesMore => !IsBatchOut && _inFlight is null && _lent is not { Memory.Length: > 0 };

    private readonly bool IsBatchOut => _gathered < 0;

    private readonly int Gathered => IsBatchOut ? ~_gathered : _gathered;

    // What the next batch, or the one that is being written, has of our own memory.
    private readonly ReadOnlyMemory<byte> Front
    {
        get
        {
            var rest = _inFlight is null ? _lent?.Memory ?? default : _inFlight.AsMemory(_inFlightStart, _inFlightCount);
            return rest[..Math.Min(rest.Length, LargestBatch)];
        }
    }

    /// <summary>By how much the capacity would grow with a frame.</summary>
    public readonly int GrowthFor(int payloadLength, bool masked)
    {
        var needed = (long)_pendingCount + FrameHeaderWriter.GetLength(payloadLength, masked) + payloadLength;
        var held = _pending?.Length ?? 0;
        return needed <= held ? 0 : (int)Math.Min(BitOperations.RoundUpToPowerOf2((ulong)Grown(needed)), int.MaxValue) - held;
    }

    /// <summary>Appends a whole frame.</summary>
    /// <param name="opcode">What the frame is.</param>
    /// <param name="payload">Its payload.</param>
    /// <param name="pool">Lends the memory.</param>
    /// <param name="masked">Whether it is masked: clients do, servers do not (RFC 6455 section 5.1).</param>
    /// <param name="compressed">Whether the payload is a compressed message (RFC 7692 section 6).</param>
    public void Append(Opcode opcode, ReadOnlySpan<byte> payload, ArrayPool<byte> pool, bool masked, bool compressed = false)
    {
        var length = FrameHeaderWriter.GetLength(payload.Length, masked);
        WriteFrame(Reserve(checked(length + payload.Length), pool), opcode, payload, masked, compressed);
    }

    /// <summary>Appends a message where the array at hand has room, and the queue; the capacity stays as it is.</summary>
    /// <param name="opcode">What the frame is.</param>
    /// <param name="payload">Its payload.</param>
    /// <param name="maxQueued">Most bytes that may be queued without the frame's header.</param>
    /// <param name="masked">Whether it is masked.</param>
    public bool TryAppendInPlace(Opcode opcode, ReadOnlySpan<byte> payload, int maxQueued, bool masked)
    {
        if (_pending is null
            || payload.Length > _pending.Length - _pendingCount - FrameHeader.MaxLength
            || (uint)(QueuedBytes + payload.Length) > (uint)maxQueued)
        {
            return false;
        }

        _pendingCount += WriteFrame(_pending.AsSpan(_pendingCount), opcode, payload, masked, compressed: false);
        return true;
    }

    /// <summary>Appends a message to what the transport itself gathers, as long as nothing waits behind that.</summary>
    /// <param name="opcode">What the frame is.</param>
    /// <param name="payload">Its payload.</param>
    /// <param name="maxQueued">Most bytes that may be queued without the frame's header.</param>
    /// <param name="transport">Takes it.</param>
    public bool TryAppendDirect(Opcode opcode, ReadOnlySpan<byte> payload, int maxQueued, IGatheringTransport transport)
    {
        if (IsBatchOut
            || QueuedBytes != _gathered
            || payload.Length > LargestDirect
            || _gathered + payload.Length > Math.Min(maxQueued, LargestBatch))
        {
            return false;
        }

        Span<byte> header = stackalloc byte[FrameHeader.MaxLength];
        var headerLength = FrameHeaderWriter.Write(header, opcode, fin: true, payload.Length);
        transport.Gather(header[..headerLength], payload);
        _gathered += headerLength + payload.Length;
        return true;
    }

    /// <summary>Queues a whole frame that stays where it is. Only while nothing else is queued.</summary>
    public void AppendLent(ReadOnlyMemory<byte> frame)
    {
        Debug.Assert(IsEmpty, "It goes first.");
        (_lent ??= new LentBytes()).Memory = frame;
    }

    /// <summary>
    /// Queues a message whose payload is in an array that is the output's from now on. Only while nothing else is queued. Until
    /// <see cref="EndReading"/> the array does not go back to its pool.
    /// </summary>
    /// <param name="opcode">What the frame is.</param>
    /// <param name="array">The payload is at its front.</param>
    /// <param name="length">The length of the payload.</param>
    /// <param name="pool">What has lent the array, and lends more.</param>
    public void AppendOwned(Opcode opcode, byte[] array, int length, ArrayPool<byte> pool)
    {
        Debug.Assert(IsEmpty, "It goes first.");
        _inFlight = pool.Rent(FrameHeader.MaxLength);
        (_inFlightStart, _inFlightCount) = (0, FrameHeaderWriter.Write(_inFlight, opcode, fin: true, length));
        _lent ??= new LentBytes();
        (_lent.Memory, _lent.Array, _lent.IsBeingRead) = (array.AsMemory(0, length), array, true);
    }

    /// <summary>Queues a frame that is in the queues of other sessions as well. Only while nothing else is queued.</summary>
    public void AppendShared(SharedFrame frame)
    {
        Debug.Assert(IsEmpty, "It goes first.");
        _lent ??= new LentBytes();
        (_lent.Memory, _lent.Shared) = (frame.Take(), frame);
    }

    /// <summary>Whoever had the array of <see cref="AppendOwned"/> before does not read it any more.</summary>
    public readonly void EndReading()
    {
        if (_lent is not null)
        {
            _lent.IsBeingRead = false;
        }
    }

    /// <summary>
    /// The next batch; false when one is being written or nothing waits. It goes behind what the transport has gathered, and may be empty
    /// where it has.
    /// </summary>
    public bool TryTake(out ReadOnlyMemory<byte> batch)
    {
        if (IsBatchOut || IsEmpty)
        {
            batch = default;
            return false;
        }

        if (_inFlight is null && _lent is not { Memory.Length: > 0 })
        {
            (_inFlight, _inFlightStart, _inFlightCount) = (_pending, 0, _pendingCount);
            (_pending, _pendingCount) = (null, 0);
        }

        batch = Front;
        _gathered = ~_gathered;
        return true;
    }

    /// <summary>The batch was written.</summary>
    /// <param name="pool">What has lent its memory.</param>
    public void Advance(ArrayPool<byte> pool)
    {
        if (!IsBatchOut)
        {
            // It was dropped.
            return;
        }

        _gathered = 0;
        var written = Front.Length;
        if (_inFlight is null)
        {
            _lent?.Advance(written, pool);
            return;
        }

        _inFlightStart += written;
        _inFlightCount -= written;
        if (_inFlightCount == 0)
        {
            pool.Return(_inFlight);
            _inFlight = null;
        }
    }

    /// <summary>Drops what waits. A batch that is being written is left to the garbage collector: the transport may still read it.</summary>
    /// <param name="pool">What has lent its memory.</param>
    public void Clear(ArrayPool<byte> pool)
    {
        _lent = null;
        if (_pending is not null)
        {
            pool.Return(_pending);
            (_pending, _pendingCount) = (null, 0);
        }

        // Not to be taken for held, and not to be returned to the pool, when the write ends at last.
        (_inFlight, _inFlightStart, _inFlightCount, _gathered) = (null, 0, 0, 0);
    }

    private static int WriteFrame(Span<byte> destination, Opcode opcode, ReadOnlySpan<byte> payload, bool masked, bool compressed)
    {
        int headerLength;
        if (masked)
        {
            var key = MaskKeys.Next();
            headerLength = FrameHeaderWriter.Write(destination, opcode, fin: true, payload.Length, key, compressed);
            FrameMask.Copy(payload, destination.Slice(headerLength, payload.Length), key);
        }
        else
        {
            headerLength = FrameHeaderWriter.Write(destination, opcode, fin: true, payload.Length, rsv1: compressed);
            payload.CopyTo(destination[headerLength..]);
        }

        return headerLength + payload.Length;
    }

    private readonly long Grown(long needed) => Math.Max(needed, Math.Max(SmallestRental, Math.Min(_pendingCount * 2L, Array.MaxLength)));

    private Span<byte> Reserve(int length, ArrayPool<byte> pool)
    {
        var needed = checked(_pendingCount + length);
        if (_pending is null || _pending.Length < needed)
        {
            var larger = pool.Rent(checked((int)Grown(needed)));
            if (_pending is not null)
            {
                _pending.AsSpan(0, _pendingCount).CopyTo(larger);
                pool.Return(_pending);
            }

            _pending = larger;
        }

        var reserved = _pending.AsSpan(_pendingCount, length);
        _pendingCount = needed;
        return reserved;
    }

    private sealed class LentBytes
    {
        public ReadOnlyMemory<byte> Memory { get; set; }

        /// <summary>The array of the memory, where it is the output's.</summary>
        public byte[]? Array { get; set; }

        /// <summary>What the memory is of, where other queues have it, too.</summary>
        public SharedFrame? Shared { get; set; }

        /// <summary>Whether somebody else may still read the array.</summary>
        public bool IsBeingRead { get; set; }

        public int Capacity => Array?.Length ?? Memory.Length;

        public void Advance(int count, ArrayPool<byte> pool)
        {
            Memory = Memory[count..];
            if (!Memory.IsEmpty)
            {
                return;
            }

            Shared?.Return();
            Shared = null;
            if (Array is { } array)
            {
                Array = null;
                if (!IsBeingRead)
                {
                    pool.Return(array);
                }
            }
        }
    }
}
