using System.Runtime;
using System.Runtime.InteropServices;

namespace Benchmarks;

/// <summary>Collects all garbage when SIGUSR2 comes, so that what connections hold can be told from what is merely not collected yet.</summary>
internal static class GarbageSignal
{
    private const PosixSignal UserSignal2 = (PosixSignal)12;

    public static PosixSignalRegistration Register() => PosixSignalRegistration.Create(UserSignal2, context =>
    {
        context.Cancel = true;
        GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    });
}
