using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Endpoints.Diagnostics;

/// <summary>
/// Reports what the <see cref="LeakDetector"/> finds: counts it, and logs it. A retained message does not know whose it was, so every host and
/// client of the process is told. Safe to use from any thread.
/// </summary>
internal static class LeakedMessages
{
    private static readonly Lock Gate = new();
    private static readonly List<WeakReference<ILogger>> Loggers = [];
    private static Meter? _meter;
    private static Counter<long>? _count;

    /// <summary>Reports to a logger, too, for as long as somebody else holds it. Does nothing where leaks are not looked for.</summary>
    public static void ReportTo(ILogger logger)
    {
        if (LeakDetector.ForProcess is not { } detector)
        {
            return;
        }

        lock (Gate)
        {
            if (_count is null)
            {
                _meter = new Meter(EndpointMetrics.MeterName);
                _count = _meter.CreateCounter<long>("endpoints.messages.leaked", "{message}", "Retained messages that nobody disposed.");
                detector.Found += Report;
            }

            if (!Living().Contains(logger) && logger != NullLogger.Instance)
            {
                Loggers.RemoveAll(reference => !reference.TryGetTarget(out _));
                Loggers.Add(new WeakReference<ILogger>(logger));
            }
        }
    }

    private static void Report(int length, StackTrace retained)
    {
        List<ILogger> loggers;
        lock (Gate)
        {
            loggers = Living();
        }

        _count!.Add(1);
        var where = retained.ToString();
        foreach (var logger in loggers)
        {
            try
            {
                Log.MessageLeaked(logger, length, where);
            }
            catch (Exception)
            {
                // A log that fails, perhaps because its host is gone, must not end the process: nobody else would see this exception.
            }
        }

        if (loggers.Count == 0)
        {
            Trace.TraceWarning($"A retained message of {length} bytes was never disposed. It was retained\n{where}");
        }
    }

    private static List<ILogger> Living()
    {
        var loggers = new List<ILogger>();
        foreach (var reference in Loggers)
        {
            if (reference.TryGetTarget(out var logger))
            {
                loggers.Add(logger);
            }
        }

        return loggers;
    }
}
