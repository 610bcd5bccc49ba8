using System.Buffers;
using System.Collections.Concurrent;

namespace Endpoints.AspNetCore.Kestrel;

/// <summary>
/// Memory of connections in blocks of one size, which the garbage collector does not move. Safe to use from any thread. What is kept is bounded;
/// blocks in use are not, as the limits of Kestrel's pipes bound those.
/// </summary>
/// <param name="blockSize">Bytes of a block, however few are asked for.</param>
internal sealed class BlockPool(int blockSize) : MemoryPool<byte>
{
    /// <summary>Bytes in blocks that wait to be used again.</summary>
    private const int MostKept = 64 * 1024 * 1024;

    private readonly ConcurrentQueue<Block> _free = new();
    private int _freeCount;

    public override int MaxBufferSize => Array.MaxLength;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, Array.MaxLength);
        if (minBufferSize > blockSize)
        {
            // What an application asks for at a time; it is not kept.
            return new Block(null, minBufferSize);
        }

        if (!_free.TryDequeue(out var block))
        {
            return new Block(this, blockSize);
        }

        Interlocked.Decrement(ref _freeCount);
        block.Lend();
        return block;
    }

    protected override void Dispose(bool disposing)
    {
    }

    private void Return(Block block)
    {
        if (Interlocked.Increment(ref _freeCount) <= MostKept / blockSize)
        {
            _free.Enqueue(block);
        }
        else
        {
            Interlocked.Decrement(ref _freeCount);
        }
    }

    private sealed class Block(BlockPool? pool, int size) : IMemoryOwner<byte>
    {
        private readonly byte[] _array = GC.AllocateUninitializedArray<byte>(size, pinned: true);
        private int _isLent = 1;

        public Memory<byte> Memory => _array;

        public void Lend() => _isLent = 1;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isLent, 0) == 1)
            {
                pool?.Return(this);
            }
        }
    }
}
