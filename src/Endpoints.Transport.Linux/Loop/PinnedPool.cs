using System.Buffers;
using System.Numerics;
using Endpoints.Diagnostics;

namespace Endpoints.Transport.Linux.Loop;

/// <summary>
/// Arrays that the garbage collector does not move, for what the kernel reads from. Safe to use from any thread; a loop takes and gives
/// most of them on its own thread, from stacks that need no lock.
/// </summary>
/// <remarks>Sizes are powers of two from 256 bytes; larger ones than 4 MiB are not kept. What is kept for all is bounded by
/// bytes together, and what a loop keeps by bytes for each size.</remarks>
internal sealed class PinnedPool : ArrayPool<byte>
{
    private const int SmallestBits = 8;
    private const int LargestBits = 22;
    private const int Buckets = LargestBits - SmallestBits + 1;

    // Of each size, by one loop.
    private const int OwnBytes = 1024 * 1024;

    private static readonly long MaxKeptBytes = Math.Min(128L * 1024 * 1024, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 32);

    [ThreadStatic]
    private static Stack<byte[]>[]? _own;

    private readonly Stack<byte[]>[] _shared = CreateStacks();

    private long _keptBytes;

    private PinnedPool()
    {
    }

    public static new PinnedPool Shared { get; } = new();

    /// <summary>Whether returned arrays are overwritten with <see cref="Rings.BufferRing.Poison"/>, so that a use after the return shows.</summary>
    public static bool IsGuarded { get; set; }

    /// <summary>Gives the calling thread stacks of its own, for as long as it lives.</summary>
    public static void AdoptThread() => _own ??= CreateStacks();

    /// <summary>The calling thread ends: what it has kept is let go.</summary>
    public static void LeaveThread()
    {
        PinnedMemory.Add(-(_own?.Sum(static stack => stack.Sum(static array => (long)array.Length)) ?? 0));
        _own = null;
    }

    public override byte[] Rent(int minimumLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(minimumLength);
        var bucket = BucketOf(minimumLength);
        if (bucket >= Buckets)
        {
            return Allocate(minimumLength);
        }

        if (_own is { } own && own[bucket].TryPop(out var array))
        {
            return array;
        }

        var shared = _shared[bucket];
        lock (shared)
        {
            if (shared.TryPop(out array))
            {
                Interlocked.Add(ref _keptBytes, -array.Length);
                return array;
            }
        }

        return Allocate(1 << (bucket + SmallestBits));
    }

    public override void Return(byte[] array, bool clearArray = false)
    {
        ArgumentNullException.ThrowIfNull(array);
        if (clearArray || IsGuarded)
        {
            array.AsSpan().Fill(IsGuarded ? Rings.BufferRing.Poison : (byte)0);
        }

        var bucket = BucketOf(array.Length);
        if (bucket >= Buckets)
        {
            PinnedMemory.Add(-array.Length);
            return;
        }

        if (array.Length != 1 << (bucket + SmallestBits))
        {
            return;
        }

        if (_own is { } own && own[bucket].Count < OwnBytes >> (bucket + SmallestBits))
        {
            own[bucket].Push(array);
            return;
        }

        if (Interlocked.Add(ref _keptBytes, array.Length) > MaxKeptBytes)
        {
            Interlocked.Add(ref _keptBytes, -array.Length);
            PinnedMemory.Add(-array.Length);
            return;
        }

        var shared = _shared[bucket];
        lock (shared)
        {
            shared.Push(array);
        }
    }

    private static byte[] Allocate(int length)
    {
        PinnedMemory.Add(length);
        return GC.AllocateUninitializedArray<byte>(length, pinned: true);
    }

    private static Stack<byte[]>[] CreateStacks() => [.. Enumerable.Range(0, Buckets).Select(_ => new Stack<byte[]>())];

    private static int BucketOf(int length) =>
        length <= 1 << SmallestBits ? 0 : BitOperations.Log2((uint)length - 1) + 1 - SmallestBits;
}
