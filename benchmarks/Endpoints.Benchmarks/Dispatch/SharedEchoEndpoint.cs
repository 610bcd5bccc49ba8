namespace Endpoints.Benchmarks;

/// <summary>One instance for all sessions.</summary>
[WebSocketEndpoint("/shared", Lifetime = EndpointLifetime.Singleton)]
public sealed class SharedEchoEndpoint
{
    private int _count;

    [OnText]
    public ReadOnlySpan<byte> Echo(ReadOnlySpan<byte> text)
    {
        Interlocked.Increment(ref _count);
        return text;
    }
}
