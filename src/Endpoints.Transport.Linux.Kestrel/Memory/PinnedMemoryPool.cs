using System.Buffers;
using System.Collections.Concurrent;
using Endpoints.Transport.Linux.Loop;

namespace Endpoints.Transport.Linux.Kestrel.Memory;

/// <summary>
/// The memory of the pipes: blocks that the garbage collector does not move, so that the kernel can read what was written to a pipe where it is.
/// Safe to use from any thread. What is kept is bounded; blocks in use are not, as the limits of the pipes bound those.
/// </summary>
internal sealed class PinnedMemoryPool : MemoryPool<byte>
{
    /// <summary>Bytes of a block, unless more is asked for.</summary>
    public const int BlockSize = 4096;

    private const int KeptBlocks = 4096;

    private readonly ConcurrentQueue<Block> _free = new();
    private int _freeCount;

    public override int MaxBufferSize => Array.MaxLength;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, Array.MaxLength);
        if (minBufferSize > BlockSize)
        {
            return new Loan(PinnedPool.Shared.Rent(minBufferSize));
        }

        if (!_free.TryDequeue(out var block))
        {
            return new Block(this);
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
        if (Interlocked.Increment(ref _freeCount) <= KeptBlocks)
        {
            _free.Enqueue(block);
        }
        else
        {
            Interlocked.Decrement(ref _freeCount);
        }
    }

    /// <summary>A block of the usual size, which is lent again and again.</summary>
    private sealed class Block(PinnedMemoryPool pool) : IMemoryOwner<byte>
    {
        private readonly byte[] _array = GC.AllocateUninitializedArray<byte>(BlockSize, pinned: true);
        private int _isLent = 1;

        public Memory<byte> Memory => _array;

        public void Lend() => _isLent = 1;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isLent, 0) == 1)
            {
                pool.Return(this);
            }
        }
    }

    /// <summary>A larger array.</summary>
    private sealed class Loan(byte[] array) : IMemoryOwner<byte>
    {
        private byte[]? _array = array;

        public Memory<byte> Memory => _array ?? throw new ObjectDisposedException(nameof(Loan));

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _array, null) is { } returned)
            {
                PinnedPool.Shared.Return(returned);
            }
        }
    }
}
