namespace Endpoints.Connections.Presence;

/// <summary>Which session is meant: identifiers of sessions are unique within their process only.</summary>
/// <param name="NodeId">The process; <see langword="null"/> for this one.</param>
/// <param name="SessionId">The session.</param>
internal readonly record struct PresenceKey(string? NodeId, string SessionId)
{
    public static PresenceKey Of(PresentMember member) => new(member.NodeId, member.SessionId);
}
