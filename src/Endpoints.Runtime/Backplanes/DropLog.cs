using Microsoft.Extensions.Logging;

namespace Endpoints.Backplanes;

/// <summary>Says at most once a minute, for each reason, that messages are dropped, and how many were. Safe to use from any thread.</summary>
internal sealed class DropLog(ILogger logger, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<DropReason, (long SaidAt, long Count)> _said = [];

    public void Note(DropReason reason)
    {
        long count;
        lock (_gate)
        {
            var now = time.GetTimestamp();
            var isKnown = _said.TryGetValue(reason, out var said);
            count = said.Count + 1;
            if (isKnown && time.GetElapsedTime(said.SaidAt, now) < Interval)
            {
                _said[reason] = (said.SaidAt, count);
                return;
            }

            _said[reason] = (now, 0);
        }

        BackplaneLog.Dropped(logger, DropReasons.Describe(reason), count);
    }
}
