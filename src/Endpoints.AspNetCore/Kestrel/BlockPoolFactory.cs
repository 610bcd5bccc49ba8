using System.Buffers;
using Endpoints.Transports;
using Microsoft.AspNetCore.Connections;

namespace Endpoints.AspNetCore.Kestrel;

/// <summary>Gives Kestrel, and its transport, pools of blocks of a size that the application has chosen.</summary>
internal sealed class BlockPoolFactory(int blockSize) : IMemoryPoolFactory<byte>
{
    /// <summary>Bytes in blocks of one pool that wait to be used again.</summary>
    private const int MostKeptBytes = 64 * 1024 * 1024;

    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new BlockPool(blockSize, MostKeptBytes / blockSize);
}
