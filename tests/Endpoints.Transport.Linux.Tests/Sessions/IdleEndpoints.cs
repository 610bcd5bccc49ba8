namespace Endpoints.Transport.Linux.Tests.Sessions;

/// <summary>One instance for all sessions.</summary>
[WebSocketEndpoint("/idle/shared", Lifetime = EndpointLifetime.Singleton)]
public sealed class SharedIdleEndpoint
{
    [OnText]
    public ReadOnlySpan<byte> Echo(ReadOnlySpan<byte> text) => text;
}

/// <summary>An instance for each session.</summary>
[WebSocketEndpoint("/idle/own")]
public sealed class OwnIdleEndpoint
{
    public int Count { get; private set; }

    [OnText]
    public ReadOnlySpan<byte> Echo(ReadOnlySpan<byte> text)
    {
        Count++;
        return text;
    }
}
