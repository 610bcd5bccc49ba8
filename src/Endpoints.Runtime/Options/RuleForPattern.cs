namespace Endpoints.Options;

/// <summary>A rule for the endpoints of a route pattern.</summary>
/// <param name="Pattern">The pattern.</param>
/// <param name="Rule">The settings.</param>
/// <param name="Place">Where it was written.</param>
internal sealed record RuleForPattern(RoutePattern Pattern, WebSocketEndpointRule Rule, SettingPlace Place);
