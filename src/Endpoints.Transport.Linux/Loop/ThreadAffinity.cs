using Endpoints.Transport.Linux.Native;

namespace Endpoints.Transport.Linux.Loop;

/// <summary>Keeps a thread on one processor.</summary>
internal static unsafe class ThreadAffinity
{
    private const int MaskSize = 128;

    /// <summary>The processors that this process may use, in order.</summary>
    public static IReadOnlyList<int> GetProcessors()
    {
        var mask = stackalloc byte[MaskSize];
        new Span<byte>(mask, MaskSize).Clear();
        if (LibC.GetAffinity(0, MaskSize, mask) < 0)
        {
            throw Errno.ToException(Errno.Last, "sched_getaffinity");
        }

        List<int> processors = [];
        for (var processor = 0; processor < MaskSize * 8; processor++)
        {
            if ((mask[processor / 8] & (1 << (processor % 8))) != 0)
            {
                processors.Add(processor);
            }
        }

        return processors;
    }

    /// <summary>Keeps the calling thread on a processor.</summary>
    /// <exception cref="IOException">There is no such processor, or this process may not use it.</exception>
    public static void Set(int processor)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(processor, MaskSize * 8);
        var mask = stackalloc byte[MaskSize];
        new Span<byte>(mask, MaskSize).Clear();
        mask[processor / 8] = (byte)(1 << (processor % 8));
        if (LibC.SetAffinity(0, MaskSize, mask) < 0)
        {
            throw Errno.ToException(Errno.Last, $"sched_setaffinity to processor {processor}");
        }
    }
}
