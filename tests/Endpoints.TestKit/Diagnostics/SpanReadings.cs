using System.Collections.Concurrent;
using System.Diagnostics;
using Endpoints.Diagnostics;

namespace Endpoints.TestKit.Diagnostics;

/// <summary>
/// The spans of the library that belong to one trace, or are linked to it, and have ended since this was created. Tests run beside each other and
/// there is one source for all of them: of other traces no span is made.
/// </summary>
internal sealed class SpanReadings : IDisposable
{
    private readonly ActivityListener _listener;
    private readonly ConcurrentQueue<Activity> _ended = [];

    /// <param name="trace">The trace that the test has begun.</param>
    public SpanReadings(ActivityTraceId trace)
    {
        // Made before the listener is: a source that is made later asks the listener before the property has it.
        var ours = EndpointTracing.Source;
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source == ours,
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                options.Parent.TraceId == trace || options.Links?.Any(link => link.Context.TraceId == trace) == true
                    ? ActivitySamplingResult.AllDataAndRecorded
                    : ActivitySamplingResult.None,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>The one of a name in a trace, once it has ended.</summary>
    public async Task<Activity> FindAsync(string displayName, ActivityTraceId trace) =>
        (await WaitAsync(span => span.DisplayName == displayName && span.TraceId == trace, 1))[0];

    /// <summary>Those that are linked to another, once there are so many.</summary>
    public Task<IReadOnlyList<Activity>> FindLinkedAsync(Activity to, int count) =>
        WaitAsync(span => span.Links.Any(link => link.Context.SpanId == to.SpanId), count);

    private async Task<IReadOnlyList<Activity>> WaitAsync(Func<Activity, bool> isOne, int count)
    {
        for (var i = 0; i < 6_000; i++)
        {
            IReadOnlyList<Activity> found = [.. _ended.Where(isOne)];
            if (found.Count >= count)
            {
                return found;
            }

            await Task.Delay(5);
        }

        throw new TimeoutException($"There are {_ended.Count} spans, and not these: {string.Join(", ", _ended.Select(span => span.DisplayName))}.");
    }

    public void Dispose() => _listener.Dispose();
}
