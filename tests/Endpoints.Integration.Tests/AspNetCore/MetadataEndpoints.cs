using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.RateLimiting;

namespace Endpoints.Integration.Tests.AspNetCore;

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
