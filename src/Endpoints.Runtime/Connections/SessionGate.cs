using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Endpoints.Connections;

/// <summary>
/// The lock of a session: four bytes within it, and one atomic operation where nobody else wants it, which is nearly always. It is held for
/// the time of a copy (of a compression at most), so whoever has to wait spins, and soon yields. Not re-entrant.
/// </summary>
internal struct SessionGate
{
    private int _held;

    /// <summary>Enters; the end of the returned scope leaves.</summary>
    [UnscopedRef]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Scope Hold()
    {
        if (Interlocked.CompareExchange(ref _held, 1, 0) != 0)
        {
            Wait();
        }

        return new Scope(ref _held);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Wait()
    {
        var spin = default(SpinWait);
        do
        {
            spin.SpinOnce();
        }
        while (Volatile.Read(ref _held) != 0 || Interlocked.CompareExchange(ref _held, 1, 0) != 0);
    }

    /// <summary>The time for which the lock is held.</summary>
    public readonly ref struct Scope
    {
        private readonly ref int _held;

        internal Scope(ref int held) => _held = ref held;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Dispose() => Volatile.Write(ref _held, 0);
    }
}
