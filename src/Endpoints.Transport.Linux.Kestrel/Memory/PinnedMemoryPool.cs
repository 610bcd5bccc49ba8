using System.Buffers;
using Endpoints.Transport.Linux.Loop;
using Endpoints.Transports;

namespace Endpoints.Transport.Linux.Kestrel.Memory;

/// <summary>The memory of the pipes: blocks, and for what is larger the arrays that the loops send from.</summary>
internal sealed class PinnedMemoryPool() : BlockPool(BlockSize, mostKept: 4096)
{
    /// <summary>Bytes of a block, unless more is asked for.</summary>
    public const int BlockSize = 4096;

    protected override IMemoryOwner<byte> RentLarger(int size) => new Loan(PinnedPool.Shared.Rent(size));

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
