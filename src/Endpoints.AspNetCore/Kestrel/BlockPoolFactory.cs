using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace Endpoints.AspNetCore.Kestrel;

/// <summary>Gives Kestrel, and its transport, pools of blocks of a size that the application has chosen.</summary>
internal sealed class BlockPoolFactory(int blockSize) : IMemoryPoolFactory<byte>
{
    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new BlockPool(blockSize);
}
