using System.Buffers;
using System.Numerics;
using Endpoints.Protocol;

namespace Endpoints.Connections;

/// <summary>
/// Frames that wait to be written, and the batch that is being written. Holds no memory while there is neither.
/// Not synchronised: the connection's lock guards it.
/// </summary>
/// <param name="pool">Lends the arrays.</param>
internal struct OutputBuffer(ArrayPool<byte> pool)
{
    private const int SmallestRental = 256;

    /// <summary>Largest batch: what is written in one go, and so the grain in which progress of a slow peer is seen.</summary>
    private const int LargestBatch = 256 * 1024;

    private byte[]? _pending;
    private int _pendingCount;
    private byte[]? _inFlight;
    private int _inFlightStart;
    private int _inFlightCount;
    private int _batchLength;

    /// <summary>Bytes not yet written, headers included.</summary>
    public readonly int QueuedBytes => _pendingCount + _inFlightCount;

    public readonly bool IsEmpty => QueuedBytes == 0;

    /// <summary>Memory that is held, in bytes: of what waits, and of the batch that is being written.</summary>
    public readonly int Capacity => (_pending?.Length ?? 0) + (_inFlight?.Length ?? 0);

    /// <summary>By how much the capacity would grow with a frame.</summary>
    public readonly int GrowthFor(int payloadLength)
    {
        var needed = (long)_pendingCount + FrameHeaderWriter.GetLength(payloadLength, masked: false) + payloadLength;
        var held = _pending?.Length ?? 0;
        return needed <= held ? 0 : (int)Math.Min(BitOperations.RoundUpToPowerOf2((ulong)Grown(needed)), int.MaxValue) - held;
    }

    /// <summary>Appends a whole frame; servers do not mask (RFC 6455 section 5.1).</summary>
    /// <param name="opcode">What the frame is.</param>
    /// <param name="payload">Its payload.</param>
    /// <param name="compressed">Whether the payload is a compressed message (RFC 7692 section 6).</param>
    public void Append(Opcode opcode, ReadOnlySpan<byte> payload, bool compressed = false)
    {
        var headerLength = FrameHeaderWriter.GetLength(payload.Length, masked: false);
        var destination = Reserve(checked(headerLength + payload.Length));
        FrameHeaderWriter.Write(destination, opcode, fin: true, payload.Length, rsv1: compressed);
        payload.CopyTo(destination[headerLength..]);
    }

    /// <summary>Appends a message where the array at hand has room, and the queue; the capacity stays as it is.</summary>
    /// <param name="opcode">What the frame is.</param>
    /// <param name="payload">Its payload.</param>
    /// <param name="maxQueued">Most bytes that may be queued without the frame's header.</param>
    public bool TryAppendInPlace(Opcode opcode, ReadOnlySpan<byte> payload, int maxQueued)
    {
        if (_pending is null
            || payload.Length > _pending.Length - _pendingCount - FrameHeader.MaxLength
            || (uint)(QueuedBytes + payload.Length) > (uint)maxQueued)
        {
            return false;
        }

        var destination = _pending.AsSpan(_pendingCount);
        var headerLength = FrameHeaderWriter.Write(destination, opcode, fin: true, payload.Length);
        payload.CopyTo(destination[headerLength..]);
        _pendingCount += headerLength + payload.Length;
        return true;
    }

    /// <summary>The next batch; false when one is being written or nothing waits.</summary>
    public bool TryTake(out ReadOnlyMemory<byte> batch)
    {
        if (_batchLength != 0 || IsEmpty)
        {
            batch = default;
            return false;
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
    public void Advance()
    {
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
    public void Clear()
    {
        if (_pending is not null)
        {
            pool.Return(_pending);
            (_pending, _pendingCount) = (null, 0);
        }

        // Not to be taken for held, and not to be returned to the pool, when the write ends at last.
        (_inFlight, _inFlightStart, _inFlightCount, _batchLength) = (null, 0, 0, 0);
    }

    private readonly long Grown(long needed) => Math.Max(needed, Math.Max(SmallestRental, Math.Min(_pendingCount * 2L, Array.MaxLength)));

    private Span<byte> Reserve(int length)
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
}
