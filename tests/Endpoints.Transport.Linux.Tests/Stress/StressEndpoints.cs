using System.Collections.Concurrent;

// What the stress talks to: each kind of handler, and sends from everywhere.
namespace Endpoints.Transport.Linux.Tests.Stress;

/// <summary>The sessions that get what is sent from other threads.</summary>
public sealed class StressHub
{
    public ConcurrentDictionary<WebSocketSession, byte> Listeners { get; } = new();
}

[WebSocketEndpoint("/stress/inline", MaxMessageSize = StressLimits.Message, MaxFrameSize = StressLimits.Message)]
public sealed class InlineStressEndpoint
{
    [OnBinary]
    public static ReadOnlySpan<byte> Echo(ReadOnlySpan<byte> payload) => payload;
}

/// <summary>The payload is read after the handler has come back, sometimes from another thread, and must still be what came.</summary>
[WebSocketEndpoint("/stress/async", MaxMessageSize = StressLimits.Message, MaxFrameSize = StressLimits.Message)]
public sealed class AsyncStressEndpoint
{
    [OnBinary]
    public static async Task<ReadOnlyMemory<byte>> Echo(ReadOnlyMemory<byte> payload)
    {
        if (payload.Length % 3 == 0)
        {
            await Task.Yield();
        }
        else if (payload.Length % 3 == 1)
        {
            await Task.Run(() => { });
        }

        return payload;
    }
}

[WebSocketEndpoint("/stress/pool", MaxMessageSize = StressLimits.Message, MaxFrameSize = StressLimits.Message, ResumesOnThreadPool = true)]
public sealed class PoolStressEndpoint
{
    [OnBinary]
    public static async Task Echo(ReadOnlyMemory<byte> payload, WebSocketSession session)
    {
        await Task.Yield();
        await session.SendBinaryAsync(payload);
    }
}

[WebSocketEndpoint("/stress/broadcast")]
public sealed class BroadcastStressEndpoint(StressHub hub)
{
    [OnOpen]
    public void Opened(WebSocketSession session) => hub.Listeners.TryAdd(session, 0);

    [OnBinary]
    public static ReadOnlySpan<byte> Echo(ReadOnlySpan<byte> payload) => payload;

    [OnClose]
    public void Closed(WebSocketSession session) => hub.Listeners.TryRemove(session, out _);
}

[WebSocketEndpoint("/stress/abort")]
public sealed class AbortStressEndpoint
{
    [OnBinary]
    public static async Task Abort(ReadOnlyMemory<byte> payload, WebSocketSession session)
    {
        if (payload.Length % 2 == 0)
        {
            await Task.Run(session.Abort);
        }
        else
        {
            session.Abort();
        }
    }
}

internal static class StressLimits
{
    public const int Message = 2 * 1024 * 1024;
}
