using Endpoints.Grammar;
using Endpoints.Handshake;
using Endpoints.Options;

namespace Endpoints.Dispatch;

/// <summary>
/// The origins that the options admit at an endpoint besides those that its emitted validator does. They add up: what any rule admits is
/// admitted.
/// </summary>
/// <param name="List">What the rules list.</param>
/// <param name="CorsPolicies">The policies of ASP.NET Core that the rules name.</param>
/// <param name="Rules">What was asked, for the log.</param>
internal sealed record AddedOrigins(OriginList List, IReadOnlyList<string> CorsPolicies, string Rules)
{
    /// <summary>What the options admit; <see langword="null"/> for nothing.</summary>
    /// <param name="options">The options.</param>
    /// <param name="rules">The rules for the endpoint.</param>
    public static AddedOrigins? Of(WebSocketEndpointOptions options, RuleStack rules)
    {
        var lists = rules.Rules
            .Select(entry => (entry.Rule.Origins, Place: entry.Place.Of(nameof(options.Origins))))
            .Append((options.Origins, Place: options.PlaceOf(nameof(options.Origins)).Of(nameof(options.Origins))))
            .Where(entry => entry.Origins.Count > 0)
            .ToArray();
        var policies = rules.Rules
            .Where(entry => entry.Rule.CorsPolicy is not null)
            .Select(entry => (Name: entry.Rule.CorsPolicy!, Place: entry.Place.Of(nameof(entry.Rule.CorsPolicy))))
            .ToArray();
        if (lists.Length + policies.Length == 0)
        {
            return null;
        }

        // They were validated: what cannot be read is not here.
        var patterns = lists.SelectMany(entry => entry.Origins).Select(origin => OriginPattern.Parse(origin, out _)).OfType<OriginPattern>().ToArray();
        var asked = lists.Select(entry => $"{entry.Place} ({string.Join(", ", entry.Origins)})")
            .Concat(policies.Select(entry => $"{entry.Place} ({entry.Name})"));
        return new AddedOrigins(
            new OriginList(patterns), [.. policies.Select(entry => entry.Name).Distinct(StringComparer.Ordinal)], string.Join("; ", asked));
    }
}
