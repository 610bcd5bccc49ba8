namespace Endpoints.Connections;

/// <summary>
/// The system's time for deadlines: a reading is a fifth of what <see cref="TimeProvider.System"/> costs, and true to some milliseconds,
/// as timers are.
/// </summary>
internal sealed class CoarseClock : TimeProvider
{
    public static readonly CoarseClock Instance = new();

    private CoarseClock()
    {
    }

    public override long TimestampFrequency => 1000;

    public override long GetTimestamp() => Environment.TickCount64;

    /// <summary>The clock for sessions of a host: a cheaper one that tells the same time, or the host's own.</summary>
    public static TimeProvider For(TimeProvider time) => time == System ? Instance : time;
}
