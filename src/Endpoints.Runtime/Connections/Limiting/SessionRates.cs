using Endpoints.Options;

namespace Endpoints.Connections.Limiting;

/// <summary>What each session of an endpoint takes from its peer in a time.</summary>
/// <param name="Messages">Messages; <see langword="null"/> for no limit.</param>
/// <param name="Bytes">Bytes of them; <see langword="null"/> for no limit.</param>
/// <param name="Action">What happens beyond that.</param>
internal sealed record SessionRates(RateBound? Messages, RateBound? Bytes, RateLimitAction Action)
{
    /// <summary>Those of an endpoint: of the first rule that has some, else the application's; <see langword="null"/> for no limit.</summary>
    /// <param name="options">The options.</param>
    /// <param name="rules">The rules for the endpoint.</param>
    public static SessionRates? Resolve(WebSocketEndpointOptions options, RuleStack rules)
    {
        var chosen = rules.Rules.Select(entry => entry.Rule.RateLimit).FirstOrDefault(limit => limit is not null) ?? options.RateLimit;
        return chosen is null or { Messages: null, Bytes: null }
            ? null
            : new SessionRates(
                RateBound.Of(chosen.Messages, chosen.Period, chosen.MessageBurst),
                RateBound.Of(chosen.Bytes, chosen.Period, chosen.ByteBurst),
                chosen.Action);
    }
}
