using System.Buffers;
using System.Collections.Concurrent;
using Endpoints.Diagnostics;

namespace Endpoints.Transports;

/// <summary>
/// The memory of Kestrel's connections in blocks of one size, which the garbage collector does not move, so that the kernel can read and write them
/// where they are. Safe to use from any thread. What is kept is bounded; blocks in use are not, as the limits of Kestrel's pipes bound those.
/// </summary>
/// <param name="blockSize">Bytes of a block, however few are asked for.</param>
/// <param name="mostKept">Most blocks that wait to be used again.</param>
internal class BlockPool(int blockSize, int mostKept) : MemoryPool<byte>
{
    private readonly ConcurrentQueue<Block> _free = new();
    private int _freeCount;

    public override int MaxBufferSize => Array.MaxLength;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, Array.MaxLength);
        if (minBufferSize > blockSize)
        {
            return RentLarger(minBufferSize);
        }

        if (!_free.TryDequeue(out var block))
        {
            return new Block(this, blockSize);
        }

        Interlocked.Decrement(ref _freeCount);
        block.Lend();
        return block;
    }

    /// <summary>What an application asks for at a time that is larger than a block; it is not kept here.</summary>
    protected virtual IMemoryOwner<byte> RentLarger(int size) => new Block(null, size);

    protected override void Dispose(bool disposing)
    {
    }

    private void Return(Block block)
    {
        if (Interlocked.Increment(ref _freeCount) <= mostKept)
        {
            _free.Enqueue(block);
        }
        else
        {
            Interlocked.Decrement(ref _freeCount);
            block.LetGo();
        }
    }

    /// <summary>Of the usual size it is lent again and again.</summary>
    private sealed class Block(BlockPool? pool, int size) : IMemoryOwner<byte>
    {
        private readonly byte[] _array = Allocate(size);
        private int _isLent = 1;

        public Memory<byte> Memory => _array;

        public void Lend() => _isLent = 1;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isLent, 0) == 1)
            {
                if (pool is null)
                {
                    LetGo();
                }
                else
                {
                    pool.Return(this);
                }
            }
        }

        /// <summary>It is nobody's any more.</summary>
        public void LetGo() => PinnedMemory.Add(-_array.Length);

        private static byte[] Allocate(int size)
        {
            PinnedMemory.Add(size);
            return GC.AllocateUninitializedArray<byte>(size, pinned: true);
        }
    }
}
