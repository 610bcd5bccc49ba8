using System.Runtime.CompilerServices;

namespace Endpoints.Connections;

/// <summary>
/// What the messages of one read make other sessions send leaves when that read has been delivered, as the answers to it do: several broadcasts are one
/// write for each session then, and not one each. Of the thread that delivers.
/// </summary>
internal static class FanOut
{
    /// <summary>Entries that the list of a thread keeps room for.</summary>
    private const int MostKept = 16 * 1024;

    // A transport in memory may deliver to another session from within.
    [ThreadStatic]
    private static int _deliveries;

    [ThreadStatic]
    private static List<IConnectionTransport>? _waiting;

    /// <summary>A delivery begins on this thread; <see cref="End"/> follows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Begin() => _deliveries++;

    /// <summary>It ends. Behind the last one, everything leaves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void End()
    {
        if (--_deliveries == 0 && _waiting is { Count: > 0 } waiting)
        {
            Flush(waiting);
        }
    }

    /// <summary>Requests a flush: behind the delivery that this thread is in, or at once where it is in none.</summary>
    /// <param name="transport">The transport of a session that has begun to flush.</param>
    public static void RequestFlush(IConnectionTransport transport)
    {
        if (_deliveries == 0)
        {
            transport.RequestFlush();
        }
        else
        {
            (_waiting ??= []).Add(transport);
        }
    }

    private static void Flush(List<IConnectionTransport> waiting)
    {
        // What a flush in memory delivers may broadcast as well: that has a list of its own.
        _waiting = null;
        foreach (var transport in waiting)
        {
            transport.RequestFlush();
        }

        waiting.Clear();
        if (waiting.Capacity <= MostKept)
        {
            _waiting ??= waiting;
        }
    }
}
