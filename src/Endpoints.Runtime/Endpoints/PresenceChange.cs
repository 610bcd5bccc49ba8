namespace Endpoints;

/// <summary>A session that comes to a group, changes or goes: see <see cref="IWebSocketPresence{TEndpoint}.WatchAsync"/>.</summary>
/// <param name="Kind">What has happened.</param>
/// <param name="Member">The session, as it is now or, where it has gone, was last.</param>
public readonly record struct PresenceChange(PresenceChangeKind Kind, PresentMember Member);
