using System.Buffers;

namespace Endpoints;

/// <summary>A pooled buffer in which one message is written. One a thread is kept, with its array where that is small.</summary>
internal sealed class PayloadWriter : IBufferWriter<byte>, IDisposable
{
    private const int SmallestArray = 512;
    private const int LargestKept = 16 * 1024;

    [ThreadStatic]
    private static PayloadWriter? _idle;

    private byte[] _array = [];
    private int _length;

    private PayloadWriter()
    {
    }

    public Span<byte> Written => _array.AsSpan(0, _length);

    /// <summary>An empty writer, which <see cref="Dispose"/> gives back. A codec may send while it encodes, so there can be several.</summary>
    public static PayloadWriter Rent()
    {
        var writer = _idle ?? new PayloadWriter();
        _idle = null;
        return writer;
    }

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _array.Length - _length);
        _length += count;
    }

    /// <summary>Takes bytes off the end.</summary>
    public void RemoveLast(int count) => _length -= count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _array.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _array.AsSpan(_length);
    }

    public void Dispose()
    {
        _length = 0;
        if (_array.Length > LargestKept)
        {
            ArrayPool<byte>.Shared.Return(_array);
            _array = [];
        }

        _idle = this;
    }

    private void Reserve(int sizeHint)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sizeHint);
        var needed = checked(_length + Math.Max(sizeHint, 1));
        if (needed <= _array.Length)
        {
            return;
        }

        var size = (int)Math.Clamp(2L * _array.Length, Math.Max(needed, SmallestArray), Array.MaxLength);
        var larger = ArrayPool<byte>.Shared.Rent(size);
        Written.CopyTo(larger);
        if (_array.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_array);
        }

        _array = larger;
    }
}
