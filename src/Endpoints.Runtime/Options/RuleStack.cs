using Endpoints.Generated;
using Endpoints.Grammar;

namespace Endpoints.Options;

/// <summary>
/// All rules for one endpoint, the most specific first: what the configuration has for it, what code has, its attribute, and then the same of
/// the patterns that stand for its route. Each setting is that of the first rule that has it.
/// </summary>
internal sealed class RuleStack
{
    private readonly (WebSocketEndpointRule Rule, SettingPlace Place)[] _rules;

    private RuleStack(IEnumerable<(WebSocketEndpointRule Rule, SettingPlace Place)> rules) => _rules = [.. rules];

    /// <summary>The rules, and where they were written.</summary>
    public IReadOnlyList<(WebSocketEndpointRule Rule, SettingPlace Place)> Rules => _rules;

    /// <summary>The attribute alone.</summary>
    /// <param name="settings">What it sets.</param>
    public static RuleStack Of(EndpointSettings? settings) => new(AttributeRules(settings));

    /// <summary>All rules for an endpoint.</summary>
    /// <param name="options">The options of the host.</param>
    /// <param name="endpoint">The endpoint.</param>
    public static RuleStack Of(WebSocketEndpointOptions options, EndpointDescriptor endpoint)
    {
        var own = options.EndpointRules
            .Where(rule => rule.IsFor(endpoint.EndpointType))
            .OrderByDescending(rule => rule.Place.IsConfigured)
            .Select(rule => (rule.Rule, rule.Place));
        return new RuleStack([.. own, .. AttributeRules(endpoint.Settings), .. PatternRules(options, endpoint.Pattern)]);
    }

    /// <summary>A setting of the most specific rule that has it.</summary>
    /// <param name="setting">Reads it.</param>
    public T? First<T>(Func<WebSocketEndpointRule, T?> setting)
        where T : struct
    {
        foreach (var (rule, _) in _rules)
        {
            if (setting(rule) is { } value)
            {
                return value;
            }
        }

        return null;
    }

    private static IEnumerable<(WebSocketEndpointRule Rule, SettingPlace Place)> PatternRules(WebSocketEndpointOptions options, string route)
    {
        if (options.PatternRules.Count == 0)
        {
            return [];
        }

        var template = RouteTemplateParser.Parse(route);
        var rules = options.PatternRules.Where(rule => rule.Pattern.Matches(template)).ToList();
        rules.Sort((left, right) => left.Pattern.CompareTo(right.Pattern) is var order and not 0
            ? order
            : right.Place.IsConfigured.CompareTo(left.Place.IsConfigured));
        return rules.Select(rule => (rule.Rule, rule.Place));
    }

    private static (WebSocketEndpointRule Rule, SettingPlace Place)[] AttributeRules(EndpointSettings? settings) => settings is null
        ? []
        :
        [
            (new WebSocketEndpointRule
            {
                MaxMessageSize = settings.MaxMessageSize,
                MaxFrameSize = settings.MaxFrameSize,
                MaxSendQueueSize = settings.MaxSendQueueSize,
                MaxSendQueueMessages = settings.MaxSendQueueMessages,
                SendPolicy = settings.SendPolicy,
                IdleTimeout = Seconds(settings.IdleTimeoutSeconds),
                KeepAliveInterval = Seconds(settings.KeepAliveIntervalSeconds),
                KeepAliveTimeout = Seconds(settings.KeepAliveTimeoutSeconds),
                CloseTimeout = Seconds(settings.CloseTimeoutSeconds),
                UseCompression = settings.Compression,
                MaxSessions = settings.MaxSessions,
                MaxSessionsPerAddress = settings.MaxSessionsPerAddress,
                MaxSessionsPerUser = settings.MaxSessionsPerUser,
                RateLimit = RateLimitOf(settings),
            }, new SettingPlace("[WebSocketEndpoint]", IsConfigured: false)),
        ];

    private static WebSocketRateLimitOptions? RateLimitOf(EndpointSettings settings) =>
        settings is { RateLimitMessages: null, RateLimitBytes: null }
            ? null
            : new WebSocketRateLimitOptions
            {
                Messages = settings.RateLimitMessages,
                MessageBurst = settings.RateLimitMessageBurst,
                Bytes = settings.RateLimitBytes,
                ByteBurst = settings.RateLimitByteBurst,
                Period = TimeSpan.FromSeconds(settings.RateLimitSeconds ?? 1),
                Action = settings.RateLimitAction,
            };

    private static TimeSpan? Seconds(int? seconds) => seconds switch
    {
        null => null,
        -1 => Timeout.InfiniteTimeSpan,
        _ => TimeSpan.FromSeconds(seconds.Value),
    };
}
