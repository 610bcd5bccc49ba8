namespace Endpoints;

/// <summary>
/// Decides whether a session may use a handler with <c>[Authorize]</c>. The ASP.NET Core door registers one over the application's
/// policies; behind other doors the application registers its own, as a singleton. Safe to use from any thread.
/// </summary>
public interface ISessionAuthorizer
{
    /// <summary>Whether this session may run the handler now. Asked anew for every message.</summary>
    /// <param name="session">The session; its <see cref="WebSocketHandshake.User"/> is who asks.</param>
    /// <param name="policy">What the handler demands; the same object for every session and message.</param>
    ValueTask<bool> AuthorizeAsync(WebSocketSession session, HandlerPolicy policy);
}
