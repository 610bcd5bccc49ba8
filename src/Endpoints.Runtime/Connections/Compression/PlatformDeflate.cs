using Endpoints.Protocol.Deflate;

namespace Endpoints.Connections.Compression;

/// <summary>The compression of this platform, tried out once in a process, and the contexts that all its sessions share.</summary>
internal static class PlatformDeflate
{
    private static readonly Lazy<DeflateContextPool> Shared = new(static () => new DeflateContextPool(
        ZlibCodec.IsAvailable ? new ZlibCodec() : new DeflateStreamCodec(),

        // No more can be at work at a time but for messages that arrive slowly.
        capacity: Environment.ProcessorCount * 2));

    public static DeflateContextPool Pool => Shared.Value;
}
