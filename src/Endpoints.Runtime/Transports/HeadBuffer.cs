using System.Buffers;
using Endpoints.Connections.Memory;
using Endpoints.Dispatch;
using Endpoints.Handshake;

namespace Endpoints.Transports;

/// <summary>
/// What has come of one request head: a pooled array that is counted against the host's budget, and how far it was read. Of one thread at a time.
/// </summary>
/// <param name="memory">The host's budget.</param>
/// <param name="smallestSize">Bytes that the array has at least, once there is one.</param>
internal sealed class HeadBuffer(MemoryBudget memory, int smallestSize) : IDisposable
{
    public HeadProgress Progress;

    private byte[] _array = [];
    private int _count;

    /// <summary>Room for header lines, made when it is needed.</summary>
    public HeaderField[] Fields => field ??= new HeaderField[HeadProcessor.MaxHeaders];

    public Span<byte> Written => _array.AsSpan(0, _count);

    /// <summary>Where the next bytes go, see <see cref="TryMakeRoom"/> and <see cref="Advance"/>.</summary>
    public Memory<byte> Room => _array.AsMemory(_count);

    /// <summary>
    /// Makes sure that <see cref="Room"/> has so many bytes; false when the budget has none. A head that is too large is refused by its reader.
    /// </summary>
    public bool TryMakeRoom(int count)
    {
        if (_array.Length - _count >= count)
        {
            return true;
        }

        var size = Math.Max(Math.Max(_array.Length * 2, smallestSize), _count + count);
        if (!memory.TryTake(size - _array.Length))
        {
            return false;
        }

        var larger = ArrayPool<byte>.Shared.Rent(size);
        Written.CopyTo(larger);
        memory.Take(larger.Length - size);
        ReturnArray();
        _array = larger;
        return true;
    }

    /// <summary>So many bytes have come into <see cref="Room"/>.</summary>
    public void Advance(int count) => _count += count;

    /// <summary>Adds what has come somewhere else; false when the budget has no room for it.</summary>
    public bool TryAppend(ReadOnlySpan<byte> bytes)
    {
        if (!TryMakeRoom(bytes.Length))
        {
            return false;
        }

        bytes.CopyTo(Room.Span);
        Advance(bytes.Length);
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
