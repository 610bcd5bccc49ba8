namespace Endpoints.Backplane.Host;

/// <summary>Whom a request is about.</summary>
internal static class Audiences
{
    public static WebSocketAudience Of(IWebSocketSessions<FeedEndpoint> sessions, string? group, string? user) =>
        group is not null ? sessions.Group(group) : user is not null ? sessions.User(user) : sessions.All;
}
