using Endpoints.Generated;
using Endpoints.Grammar;
using Microsoft.Extensions.Options;

namespace Endpoints.Options;

/// <summary>
/// Refuses, when the application starts, options that no session could be served with, rules for endpoints that do not exist, and a
/// configuration that cannot be read. Each failure names the setting by its full key, or by what code calls it.
/// </summary>
/// <param name="tables">The endpoints of the application; <see langword="null"/> where nobody knows them.</param>
internal sealed class WebSocketEndpointOptionsValidator(IEnumerable<EndpointTable>? tables = null) : IValidateOptions<WebSocketEndpointOptions>
{
    private readonly Type[]? _endpoints = tables is null
        ? null
        : [.. tables.SelectMany(table => table.Endpoints).Select(endpoint => endpoint.EndpointType).Distinct()];

    public ValidateOptionsResult Validate(string? name, WebSocketEndpointOptions options)
    {
        var failures = new List<string>(options.ConfigurationFaults);
        var checks = new SettingChecks(failures);
        CheckServer(checks, options);
        foreach (var (_, rule, place) in options.PatternRules)
        {
            CheckRule(checks, rule, place);
        }

        foreach (var endpoint in options.EndpointRules)
        {
            if (FindProblem(endpoint) is { } problem)
            {
                failures.Add(problem);
            }

            CheckRule(checks, endpoint.Rule, endpoint.Place);
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static void CheckServer(SettingChecks checks, WebSocketEndpointOptions options)
    {
        var largestMessage = Math.Max(options.MaxMessageSize, Math.Max(options.MaxTextMessageSize ?? 0, options.MaxBinaryMessageSize ?? 0));
        checks.Size(Name(nameof(options.MaxMessageSize)), options.MaxMessageSize);
        checks.Size(Name(nameof(options.MaxTextMessageSize)), options.MaxTextMessageSize);
        checks.Size(Name(nameof(options.MaxBinaryMessageSize)), options.MaxBinaryMessageSize);
        checks.Size(Name(nameof(options.MaxFrameSize)), options.MaxFrameSize, largestMessage);
        checks.Size(Name(nameof(options.MaxSendQueueSize)), options.MaxSendQueueSize);
        checks.Count(Name(nameof(options.MaxSendQueueMessages)), options.MaxSendQueueMessages, "no bound");
        checks.Name<SendPolicy>(Name(nameof(options.SendPolicy)), options.SendPolicy);
        checks.AtLeast(
            Name(nameof(options.MaxSessionBufferedBytes)), options.MaxSessionBufferedBytes, WebSocketEndpointOptions.SmallestSessionBudget);
        checks.AtLeast(Name(nameof(options.MaxBufferedBytes)), options.MaxBufferedBytes, WebSocketEndpointOptions.SmallestBudget);
        checks.Deadline(Name(nameof(options.HandshakeTimeout)), options.HandshakeTimeout);
        checks.DeadlineOrNone(Name(nameof(options.KeepAliveInterval)), options.KeepAliveInterval);
        checks.Deadline(Name(nameof(options.KeepAliveTimeout)), options.KeepAliveTimeout);
        checks.DeadlineOrNone(Name(nameof(options.IdleTimeout)), options.IdleTimeout);
        checks.Deadline(Name(nameof(options.SendTimeout)), options.SendTimeout);
        checks.Deadline(Name(nameof(options.CloseTimeout)), options.CloseTimeout);
        checks.DeadlineOrZero(Name(nameof(options.ShutdownDelay)), options.ShutdownDelay);
        checks.Deadline(Name(nameof(options.ShutdownTimeout)), options.ShutdownTimeout);
        checks.Count(Name(nameof(options.ShutdownBatchSize)), options.ShutdownBatchSize);
        checks.Deadline(Name(nameof(options.ShutdownBatchInterval)), options.ShutdownBatchInterval);
        checks.DeadlineOrZero(Name(nameof(options.ReconnectSpread)), options.ReconnectSpread);
        checks.Bound(Name(nameof(options.MaxSessions)), options.MaxSessions);
        checks.Bound(Name(nameof(options.MaxSessionsPerAddress)), options.MaxSessionsPerAddress);
        checks.Bound(Name(nameof(options.MaxSessionsPerUser)), options.MaxSessionsPerUser);
        checks.Deadline(Name(nameof(options.SessionLimitRetryAfter)), options.SessionLimitRetryAfter);
        checks.Bound(Name(nameof(options.MaxHandshakesPerAddress)), options.MaxHandshakesPerAddress);
        checks.Deadline(Name(nameof(options.HandshakeRatePeriod)), options.HandshakeRatePeriod);
        checks.PrefixLength(Name(nameof(options.Ipv6PrefixLength)), options.Ipv6PrefixLength);
        checks.RateLimit(options.PlaceOf(nameof(options.RateLimit)).Within(nameof(options.RateLimit)), options.RateLimit);
        checks.Compression(options.PlaceOf(nameof(options.Compression)).Within(nameof(options.Compression)), options.Compression);
        checks.Origins(Name(nameof(options.Origins)), options.Origins);

        string Name(string setting) => options.PlaceOf(setting).Of(setting);
    }

    private static void CheckRule(SettingChecks checks, WebSocketEndpointRule rule, SettingPlace place)
    {
        checks.Size(place.Of(nameof(rule.MaxMessageSize)), rule.MaxMessageSize);
        checks.Size(place.Of(nameof(rule.MaxTextMessageSize)), rule.MaxTextMessageSize);
        checks.Size(place.Of(nameof(rule.MaxBinaryMessageSize)), rule.MaxBinaryMessageSize);
        checks.Size(place.Of(nameof(rule.MaxFrameSize)), rule.MaxFrameSize);
        checks.Size(place.Of(nameof(rule.MaxSendQueueSize)), rule.MaxSendQueueSize);
        checks.Count(place.Of(nameof(rule.MaxSendQueueMessages)), rule.MaxSendQueueMessages, "less specific rules");
        checks.Name<SendPolicy>(place.Of(nameof(rule.SendPolicy)), rule.SendPolicy);
        checks.Deadline(place.Of(nameof(rule.SendTimeout)), rule.SendTimeout);
        checks.DeadlineOrNone(place.Of(nameof(rule.IdleTimeout)), rule.IdleTimeout);
        checks.DeadlineOrNone(place.Of(nameof(rule.KeepAliveInterval)), rule.KeepAliveInterval);
        checks.Deadline(place.Of(nameof(rule.KeepAliveTimeout)), rule.KeepAliveTimeout);
        checks.Deadline(place.Of(nameof(rule.CloseTimeout)), rule.CloseTimeout);
        checks.Bound(place.Of(nameof(rule.MaxSessions)), rule.MaxSessions);
        checks.Bound(place.Of(nameof(rule.MaxSessionsPerAddress)), rule.MaxSessionsPerAddress);
        checks.Bound(place.Of(nameof(rule.MaxSessionsPerUser)), rule.MaxSessionsPerUser);
        checks.RateLimit(place.Within(nameof(rule.RateLimit)), rule.RateLimit);
        checks.Compression(place.Within(nameof(rule.Compression)), rule.Compression);
        checks.Origins(place.Of(nameof(rule.Origins)), rule.Origins);
    }

    private string? FindProblem(RuleForEndpoint rule)
    {
        var found = _endpoints?.Where(rule.IsFor).ToArray();
        return found switch
        {
            null or [_] => null,
            [] => $"{rule.Place} is for an endpoint that does not exist{Suggest(rule.Name)}.",
            _ => $"{rule.Place} is for several endpoints; write the full name: {string.Join(" or ", found.Select(RuleForEndpoint.FullNameOf))}.",
        };
    }

    private string Suggest(string name) =>
        EditDistance.Nearest(name, _endpoints!.Select(endpoint => endpoint.Name)) is { } nearest ? $"; the nearest one is {nearest}" : "";
}
