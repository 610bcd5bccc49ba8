using System.ComponentModel;

namespace Endpoints.Generated;

/// <summary>Checks that emitted code makes before a handler runs.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class HandlerGuard
{
    /// <summary>Runs what is behind the check where the session may.</summary>
    /// <exception cref="WebSocketUnauthorizedException">It may not.</exception>
    public static async ValueTask AuthorizeAsync(
        ISessionAuthorizer authorizer, HandlerPolicy policy, WebSocketSession session, FilterNext next)
    {
        if (!await authorizer.AuthorizeAsync(session, policy))
        {
            throw new WebSocketUnauthorizedException(policy.Handler);
        }

        await next.RunAsync();
    }

    /// <summary>The same for a handler that reads its message while it arrives.</summary>
    /// <exception cref="WebSocketUnauthorizedException">It may not.</exception>
    public static async ValueTask AuthorizeAsync(
        ISessionAuthorizer authorizer,
        HandlerPolicy policy,
        WebSocketSession session,
        MessageBody body,
        Func<WebSocketSession, MessageBody, ValueTask> handler)
    {
        if (!await authorizer.AuthorizeAsync(session, policy))
        {
            throw new WebSocketUnauthorizedException(policy.Handler);
        }

        await handler(session, body);
    }
}
