using Endpoints.Transport.Linux.Loop;

namespace Endpoints.Integration.Tests.Transport;

/// <summary>Says where its handlers run.</summary>
[WebSocketEndpoint("/transport/thread")]
public sealed class ThreadEndpoint
{
    private static readonly AsyncLocal<string?> Flowing = new();

    /// <summary>What middleware before it has put there.</summary>
    public static string? Flow
    {
        get => Flowing.Value;
        set => Flowing.Value = value;
    }

    [OnText]
    public static string Text(string text) => $"{(EventLoop.Current is null ? "pool" : "loop")} {Flow ?? "-"} {text}";

    [OnBinary]
    public static async Task<string> Binary(ReadOnlyMemory<byte> payload)
    {
        await Task.Yield();
        return $"{(EventLoop.Current is null ? "pool" : "loop")} {Flow ?? "-"} {payload.Length}";
    }
}
