using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.RateLimiting;

namespace Endpoints.Integration.Tests.AspNetCore;

/// <summary>Keeps what an application may keep: a session that has ended.</summary>
public sealed class SessionKeeper
{
    public TaskCompletionSource<WebSocketSession> Kept { get; } = new();
}

[WebSocketEndpoint("/kept/{room}")]
public sealed class KeptEndpoint(SessionKeeper keeper)
{
    [OnText]
    public void Text(string text, WebSocketSession session) => keeper.Kept.SetResult(session);
}

[WebSocketEndpoint("/secured", Order = 3)]
[Authorize(Roles = "admin")]
[EnableRateLimiting("strict")]
public sealed class SecuredEndpoint
{
    [OnOpen]
    public static string Opened(WebSocketSession session) => session.Handshake.User.Identity?.Name ?? "nobody";

    [OnText]
    public static void Ignore(string text)
    {
    }
}
