using Endpoints.Options;

namespace Endpoints.Connections.Limiting;

/// <summary>How many sessions an endpoint has at a time; <see langword="null"/> for no bound.</summary>
/// <param name="Sessions">In all.</param>
/// <param name="PerAddress">Of one address.</param>
/// <param name="PerUser">Of one user.</param>
internal sealed record SessionBounds(int? Sessions, int? PerAddress, int? PerUser)
{
    /// <summary>Those of an endpoint: each of the first rule that has it, else the application's; <see langword="null"/> for none at all.</summary>
    /// <param name="options">The options.</param>
    /// <param name="rules">The rules for the endpoint.</param>
    public static SessionBounds? Resolve(WebSocketEndpointOptions options, RuleStack rules)
    {
        var bounds = new SessionBounds(
            rules.First(rule => rule.MaxSessions) ?? options.MaxSessions,
            rules.First(rule => rule.MaxSessionsPerAddress) ?? options.MaxSessionsPerAddress,
            rules.First(rule => rule.MaxSessionsPerUser) ?? options.MaxSessionsPerUser);
        return bounds is (null, null, null) ? null : bounds;
    }
}
