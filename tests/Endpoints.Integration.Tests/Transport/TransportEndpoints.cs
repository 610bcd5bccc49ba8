using Endpoints.Transport.Linux.Loop;
using Microsoft.Extensions.Logging;

namespace Endpoints.Integration.Tests.Transport;

/// <summary>Says where its handlers run.</summary>
[WebSocketEndpoint("/transport/thread")]
public sealed class ThreadEndpoint(ILogger<ThreadEndpoint> logger)
{
    private static readonly AsyncLocal<string?> Flowing = new();

    /// <summary>What middleware before it has put there.</summary>
    public static string? Flow
    {
        get => Flowing.Value;
        set => Flowing.Value = value;
    }

    [OnText]
    public string Text(string text)
    {
        logger.LogWarning("handled {Text}", text);
        return $"{(EventLoop.Current is null ? "pool" : "loop")} {Flow ?? "-"}";
    }

    [OnBinary]
    public static async Task<string> Binary(ReadOnlyMemory<byte> payload)
    {
        await Task.Yield();
        return $"{(EventLoop.Current is null ? "pool" : "loop")} {Flow ?? "-"} {payload.Length}";
    }
}
