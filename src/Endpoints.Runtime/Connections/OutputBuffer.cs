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

    // A frame in memory of the transport, which is always the first of the queue.
    private LentFrame? _lent;

    private byte[]? _pending;
    private int _pendingCount;
    private byte[]? _inFlight;
    private int _inFlightStart;
    private int _inFlightCount;
    private int _batchLength;

    /// <summary>Bytes not yet written, headers included.</summary>
    public readonly int QueuedBytes => _pendingCount + _inFlightCount + (_lent?.Memory.Length ?? 0);

    public readonly bool IsEmpty => QueuedBytes == 0;

    /// <summary>Memory that is held, in bytes: of what waits, and of the batch that is being written.</summary>
    public readonly int Capacity => (_pending?.Length ?? 0) + (_inFlight?.Length ?? 0) + (_lent?.Memory.Length ?? 0);

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

    /// <summary>Queues a whole frame that stays where it is. Only while nothing else is queued.</summary>
    public void AppendLent(ReadOnlyMemory<byte> frame)
    {
        Debug.Assert(IsEmpty, "It goes first.");
        (_lent ??= new LentFrame()).Memory = frame;
    }

    /// <summary>The next batch; false when one is being written or nothing waits.</summary>
    public bool TryTake(out ReadOnlyMemory<byte> batch)
    {
        if (_batchLength != 0 || IsEmpty)
        {
            batch = default;
            return false;
        }

        if (_lent is { Memory.Length: > 0 })
        {
            _batchLength = _lent.Memory.Length;
            batch = _lent.Memory;
            return true;
        }

        if (_inFlight is null)
        {
            (_inFlight, _inFlightStart, _inFlightCount) = (_pending, 0, _pendingCount);
            (_pending, _pendingCount) = (null, 0);
        }

        _batchLength = Math.Min(_inFlightCount, LargestBatch);
        batch = _inFlight.AsMemory(_inFlightStart, _batchLength);
        return true;
    }

    /// <summary>The batch was written.</summary>
    /// <param name="pool">What has lent its memory.</param>
    public void Advance(ArrayPool<byte> pool)
    {
        if (_lent is { Memory.Length: > 0 } && _batchLength > 0)
        {
            (_lent.Memory, _batchLength) = (default, 0);
            return;
        }

        _inFlightStart += _batchLength;
        _inFlightCount -= _batchLength;
        _batchLength = 0;
        if (_inFlightCount == 0 && _inFlight is not null)
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
        (_inFlight, _inFlightStart, _inFlightCount, _batchLength) = (null, 0, 0, 0);
    }

    private static int WriteFrame(Span<byte> destination, Opcode opcode, ReadOnlySpan<byte> payload, bool masked, bool compressed)
    {
        int headerLength;
        if (masked)
        {
            var key = MaskKeys.Next();
            headerLength = FrameHeaderWriter.Write(destination, opcode, fin: true, payload.Length, key, compressed);
            payload.CopyTo(destination[headerLength..]);
            FrameMask.Apply(destination.Slice(headerLength, payload.Length), key, phase: 0);
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

    private sealed class LentFrame
    {
        public ReadOnlyMemory<byte> Memory { get; set; }
    }
}
