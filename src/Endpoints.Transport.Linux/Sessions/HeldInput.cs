using System.Buffers;

namespace Endpoints.Transport.Linux.Sessions;

/// <summary>Bytes of a peer that could not be consumed yet, in a pooled array that exists only as long as there are any.</summary>
internal struct HeldInput
{
    private byte[]? _array;
    private int _start;
    private int _count;

    public readonly int Count => _count;

    /// <summary>Bytes of memory that are held.</summary>
    public readonly int Capacity => _array?.Length ?? 0;

    public readonly Span<byte> Bytes => _array.AsSpan(_start, _count);

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        if (_array is null || _array.Length - _start - _count < bytes.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(_count + bytes.Length);
            Bytes.CopyTo(larger);
            Free();
            (_array, _start) = (larger, 0);
        }

        bytes.CopyTo(_array.AsSpan(_start + _count));
        _count += bytes.Length;
    }

    /// <summary>Drops bytes from the front, and the array with the last of them.</summary>
    public void Consume(int count)
    {
        _start += count;
        _count -= count;
        if (_count == 0)
        {
            Clear();
        }
    }

    public void Clear()
    {
        Free();
        (_array, _start, _count) = (null, 0, 0);
    }

    private readonly void Free()
    {
        if (_array is not null)
        {
            ArrayPool<byte>.Shared.Return(_array);
        }
    }
}
