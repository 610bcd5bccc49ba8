using System.Buffers;
using Endpoints.Connections.Memory;
using Endpoints.Dispatch;
using Endpoints.Handshake;

namespace Endpoints.Transport.Linux.Sessions;

/// <summary>A request head that has come in part: a pooled array that is counted against the host's budget, and how far it was read.</summary>
/// <param name="memory">The host's budget.</param>
internal sealed class PartialHead(MemoryBudget memory) : IDisposable
{
    public HeadProgress Progress;

    private const int SmallestSize = 1024;

    private byte[] _array = [];
    private int _count;

    public HeaderField[] Fields { get; } = new HeaderField[HeadProcessor.MaxHeaders];

    public Span<byte> Written => _array.AsSpan(0, _count);

    /// <summary>Adds what has come; false when the budget has no room for it. A head that is too large is refused by its reader.</summary>
    public bool TryAppend(ReadOnlySpan<byte> bytes)
    {
        if (_array.Length - _count < bytes.Length)
        {
            var size = Math.Max(Math.Max(_array.Length * 2, SmallestSize), _count + bytes.Length);
            if (!memory.TryTake(size - _array.Length))
            {
                return false;
            }

            var larger = ArrayPool<byte>.Shared.Rent(size);
            Written.CopyTo(larger);
            memory.Take(larger.Length - size);
            ReturnArray();
            _array = larger;
        }

        bytes.CopyTo(_array.AsSpan(_count));
        _count += bytes.Length;
        return true;
    }

    public void Dispose()
    {
        memory.Return(_array.Length);
        ReturnArray();
        (_array, _count) = ([], 0);
    }

    private void ReturnArray()
    {
        if (_array.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_array);
        }
    }
}
