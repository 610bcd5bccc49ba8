namespace Endpoints.Diagnostics;

/// <summary>
/// Memory that does not move because the kernel reads and writes it: arrays of our pools, in use or kept, and the tables of registered buffers.
/// Of the process, as the pools are. Told when memory is allocated and let go, not when it is rented. Safe to use from any thread.
/// </summary>
internal static class PinnedMemory
{
    private static long _bytes;

    /// <summary>Bytes at this moment.</summary>
    public static long Bytes => Volatile.Read(ref _bytes);

    /// <param name="bytes">Bytes that were allocated; negative for those that are nobody's any more.</param>
    public static void Add(long bytes) => Interlocked.Add(ref _bytes, bytes);
}
