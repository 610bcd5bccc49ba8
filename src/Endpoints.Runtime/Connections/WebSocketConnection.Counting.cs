using System.Diagnostics;

namespace Endpoints.Connections;

/// <summary>What is counted of messages and pings, where somebody wants to know.</summary>
internal sealed partial class WebSocketConnection
{
    private void CountReceived(int messages, long bytes)
    {
        if (_shared.Metrics is { CountsTraffic: true } metrics)
        {
            metrics.Received(messages, bytes);
        }
    }

    private void CountSent(bool isQueued, int bytes)
    {
        if (isQueued && _shared.Metrics is { CountsTraffic: true } metrics)
        {
            metrics.Sent(bytes);
        }
    }

    /// <summary>A keep-alive ping is about to be sent. The clock of deadlines is too coarse for what it takes.</summary>
    private void NotePing()
    {
        if (_shared.Metrics is { TimesPings: true })
        {
            Volatile.Write(ref Extras.PingTakenAt, Stopwatch.GetTimestamp());
        }
    }

    /// <summary>The first pong behind a ping answers it.</summary>
    private void NotePong()
    {
        if (_extras is { } extras && Interlocked.Exchange(ref extras.PingTakenAt, 0) is var sentAt and not 0)
        {
            _shared.Metrics?.PingAnswered(Stopwatch.GetElapsedTime(sentAt));
        }
    }
}
