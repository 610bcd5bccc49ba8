using Microsoft.AspNetCore.Connections;

namespace Endpoints.AspNetCore.Kestrel;

/// <summary>
/// Bounds the end of a connection: Kestrel sends what is left in its pipes before it closes, for as long as that takes, and a peer that
/// does not read would never let it come to the end.
/// </summary>
internal static class ClosingDeadline
{
    /// <summary>Aborts the connection if it has not ended by itself in time.</summary>
    public static void Start(ConnectionContext connection, TimeSpan timeout, TimeProvider time)
    {
        var timer = time.CreateTimer(static state => ((ConnectionContext)state!).Abort(), connection, timeout, Timeout.InfiniteTimeSpan);
        connection.ConnectionClosed.UnsafeRegister(static state => ((ITimer)state!).Dispose(), timer);
    }
}
