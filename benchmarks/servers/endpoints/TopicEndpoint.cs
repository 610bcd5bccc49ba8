using System.Collections.Immutable;
using Endpoints;

namespace EndpointsServer;

/// <summary>What one subscriber sends, all get.</summary>
[WebSocketEndpoint("/topic")]
public sealed class TopicEndpoint
{
    private static ImmutableArray<WebSocketSession> _subscribers = [];

    [OnOpen]
    public static void Joined(WebSocketSession session) => ImmutableInterlocked.Update(ref _subscribers, static (all, one) => all.Add(one), session);

    [OnClose]
    public static void Left(WebSocketSession session) => ImmutableInterlocked.Update(ref _subscribers, static (all, one) => all.Remove(one), session);

    [OnText]
    public static void Text(ReadOnlySpan<byte> utf8)
    {
        foreach (var subscriber in _subscribers)
        {
            subscriber.TrySendText(utf8);
        }
    }

    [OnBinary]
    public static void Binary(ReadOnlySpan<byte> payload)
    {
        foreach (var subscriber in _subscribers)
        {
            subscriber.TrySendBinary(payload);
        }
    }
}
