using System.Security.Claims;

// Endpoints that bound their sessions, and what these may send.
namespace Endpoints.Integration.Tests.Behavior;

[WebSocketEndpoint("/limited/sessions", MaxSessions = 2)]
public sealed class BoundedEndpoint
{
    [OnText]
    public static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> utf8) => utf8;
}

/// <summary>Whose interceptor says who the user is.</summary>
[WebSocketEndpoint("/limited/user", MaxSessionsPerUser = 1)]
[HandshakeInterceptor<UserByQuery>]
public sealed class BoundedByUserEndpoint
{
    [OnText]
    public static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> utf8) => utf8;
}

public sealed class UserByQuery : IWebSocketHandshakeInterceptor
{
    public async ValueTask BeforeAsync(WebSocketHandshakeContext context, CancellationToken cancellationToken)
    {
        await Task.Yield();
        if (context.Handshake.GetQueryValue("user") is { } name)
        {
            context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, name)], "query"));
        }
    }

    public ValueTask AfterAsync(WebSocketHandshakeContext context, Exception? failure) => default;
}

[WebSocketEndpoint("/limited/number", MaxSessions = 1)]
public sealed class BoundedNumberEndpoint
{
    [OnOpen]
    public static string Opened([FromQuery] int number) => $"{number}";
}

[WebSocketEndpoint("/limited/broken", MaxSessions = 1)]
public sealed class BoundedBrokenEndpoint
{
    public BoundedBrokenEndpoint() => throw new InvalidOperationException("No instance can be had.");

    [OnText]
    public string Text(string text) => text + GetHashCode();
}

[WebSocketEndpoint("/limited/close")]
[RateLimit(Messages = 2, PerSeconds = 86_400)]
public sealed class ClosingRateEndpoint
{
    [OnText]
    public static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> utf8) => utf8;
}

[WebSocketEndpoint("/limited/drop")]
[RateLimit(Messages = 3, Bytes = 10, PerSeconds = 86_400, Action = RateLimitAction.Drop)]
public sealed class DroppingRateEndpoint
{
    [OnText]
    public static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> utf8) => utf8;
}

[WebSocketEndpoint("/limited/delay")]
[RateLimit(Messages = 50, MessageBurst = 2, PerSeconds = 1, Action = RateLimitAction.Delay)]
public sealed class DelayingRateEndpoint
{
    [OnText]
    public static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> utf8) => utf8;
}
