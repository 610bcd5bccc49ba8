using System.Buffers;
using Endpoints.Transport.Linux.Loop;

namespace Endpoints.Transport.Linux.Sessions;

/// <summary>Gathers a response in a pinned array, which then goes to the kernel as it is. Of one thread.</summary>
internal sealed class PinnedWriter : IBufferWriter<byte>
{
    private byte[] _array = [];
    private int _count;

    public void Advance(int count) => _count += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _array.AsMemory(_count);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>What was written, and the writer is empty; the array is to be returned to <see cref="PinnedPool"/>.</summary>
    public ArraySegment<byte> Take()
    {
        var written = new ArraySegment<byte>(_array, 0, _count);
        (_array, _count) = ([], 0);
        return written;
    }

    private void Reserve(int size)
    {
        if (_array.Length - _count >= size)
        {
            return;
        }

        var larger = PinnedPool.Shared.Rent(_count + size);
        _array.AsSpan(0, _count).CopyTo(larger);
        if (_array.Length > 0)
        {
            PinnedPool.Shared.Return(_array);
        }

        _array = larger;
    }
}
