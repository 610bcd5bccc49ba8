using System.Globalization;
using Endpoints;

namespace EndpointsServer;

/// <summary>An echo whose sessions are in two groups each, one of some hundred members and one of ten.</summary>
[WebSocketEndpoint("/member", Lifetime = EndpointLifetime.Singleton)]
public sealed class MemberEndpoint
{
    private const int Large = 100;
    private const int MembersOfSmall = 10;

    private int _count;

    [OnOpen]
    public void Join(WebSocketSession session)
    {
        var number = Interlocked.Increment(ref _count);
        session.Join(string.Create(CultureInfo.InvariantCulture, $"large-{number % Large}"));
        session.Join(string.Create(CultureInfo.InvariantCulture, $"small-{number / MembersOfSmall}"));
    }

    [OnBinary]
    public ReadOnlySpan<byte> Binary(ReadOnlySpan<byte> payload) => payload;
}
