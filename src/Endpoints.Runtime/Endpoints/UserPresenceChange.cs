namespace Endpoints;

/// <summary>A user who comes to a group, changes or goes: see <see cref="IWebSocketPresence{TEndpoint}.WatchUsersAsync"/>.</summary>
/// <param name="Kind">What has happened.</param>
/// <param name="User">The user, as they are now or, where they have gone, were last.</param>
public readonly record struct UserPresenceChange(PresenceChangeKind Kind, PresentUser User);
