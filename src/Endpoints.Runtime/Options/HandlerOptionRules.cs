using Endpoints.Generated;
using Endpoints.Grammar;

namespace Endpoints.Options;

/// <summary>Refuses options of a route that no session could be served with, and turns the others into what endpoints have.</summary>
internal static class HandlerOptionRules
{
    private static readonly SettingPlace Place = new(nameof(WebSocketHandlerOptions), IsConfigured: false);

    /// <summary>The limits and deadlines.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentException">Some cannot be used; the message names each.</exception>
    public static EndpointSettings SettingsOf(WebSocketHandlerOptions options)
    {
        Check(options);
        return new()
        {
            MaxMessageSize = options.MaxMessageSize,
            MaxFrameSize = options.MaxFrameSize,
            MaxSendQueueSize = options.MaxSendQueueSize,
            MaxSendQueueMessages = options.MaxSendQueueMessages,
            SendPolicy = options.SendPolicy,
            KeepAliveIntervalSeconds = Seconds(options.KeepAliveInterval),
            KeepAliveTimeoutSeconds = Seconds(options.KeepAliveTimeout),
            IdleTimeoutSeconds = Seconds(options.IdleTimeout),
            CloseTimeoutSeconds = Seconds(options.CloseTimeout),
            MaxSessions = options.MaxSessions,
            MaxSessionsPerAddress = options.MaxSessionsPerAddress,
            MaxSessionsPerUser = options.MaxSessionsPerUser,
            RateLimitMessages = options.RateLimit?.Messages,
            RateLimitMessageBurst = options.RateLimit?.MessageBurst,
            RateLimitBytes = options.RateLimit?.Bytes,
            RateLimitByteBurst = options.RateLimit?.ByteBurst,
            RateLimitSeconds = Seconds(options.RateLimit?.Period),
            RateLimitAction = options.RateLimit?.Action ?? RateLimitAction.Close,
            Compression = options.Compression switch
            {
                EndpointCompression.On => true,
                EndpointCompression.Off => false,
                _ => null,
            },
            ResumesOnThreadPool = options.ResumesOnThreadPool,
        };
    }

    /// <summary>The origins, read.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentException">One of them is none.</exception>
    public static OriginPattern[] OriginsOf(WebSocketHandlerOptions options)
    {
        var origins = options.Origins ?? throw Wrong(nameof(options.Origins), "is null; an empty list admits the route's own origin only.");
        return [.. origins.Select(Read)];

        static OriginPattern Read(string origin) =>
            OriginPattern.Parse(origin, out var problem) ?? throw Wrong(nameof(WebSocketHandlerOptions.Origins), $"has '{origin}'. {problem}.");
    }

    /// <summary>Checks the sub-protocols, be they the options' or the handler's own.</summary>
    /// <param name="options">The options.</param>
    /// <param name="protocols">The sub-protocols.</param>
    /// <exception cref="ArgumentException">One of them is none, or all are demanded of and there is none.</exception>
    public static void CheckProtocols(WebSocketHandlerOptions options, IReadOnlyList<string> protocols)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var protocol in protocols)
        {
            if (!SubprotocolToken.IsValid(protocol))
            {
                throw Wrong(nameof(options.Protocols), $"has '{protocol}', which is no token: use letters, digits and '-', '.', '_' (RFC 6455 section 4.1).");
            }

            if (!names.Add(protocol))
            {
                throw Wrong(nameof(options.Protocols), $"has '{protocol}' twice; name each once.");
            }
        }

        if (options.RequireProtocol && names.Count == 0)
        {
            throw Wrong(nameof(options.RequireProtocol), $"would refuse everybody, because there are no sub-protocols; name some in {nameof(options.Protocols)}.");
        }

        if (!Enum.IsDefined(options.ProtocolPreference))
        {
            throw Wrong(nameof(options.ProtocolPreference), $"is {options.ProtocolPreference}, which is no {nameof(ProtocolPreference)}.");
        }
    }

    private static void Check(WebSocketHandlerOptions options)
    {
        var failures = new List<string>();
        var checks = new SettingChecks(failures);
        checks.Size(Place.Of(nameof(options.MaxMessageSize)), options.MaxMessageSize);
        checks.Size(Place.Of(nameof(options.MaxFrameSize)), options.MaxFrameSize, options.MaxMessageSize ?? int.MaxValue);
        checks.Size(Place.Of(nameof(options.MaxSendQueueSize)), options.MaxSendQueueSize);
        checks.Bound(Place.Of(nameof(options.MaxSendQueueMessages)), options.MaxSendQueueMessages);
        checks.Name<SendPolicy>(Place.Of(nameof(options.SendPolicy)), options.SendPolicy);
        checks.DeadlineOrNone(Place.Of(nameof(options.KeepAliveInterval)), options.KeepAliveInterval);
        checks.Deadline(Place.Of(nameof(options.KeepAliveTimeout)), options.KeepAliveTimeout);
        checks.DeadlineOrNone(Place.Of(nameof(options.IdleTimeout)), options.IdleTimeout);
        checks.Deadline(Place.Of(nameof(options.CloseTimeout)), options.CloseTimeout);
        checks.Bound(Place.Of(nameof(options.MaxSessions)), options.MaxSessions);
        checks.Bound(Place.Of(nameof(options.MaxSessionsPerAddress)), options.MaxSessionsPerAddress);
        checks.Bound(Place.Of(nameof(options.MaxSessionsPerUser)), options.MaxSessionsPerUser);
        checks.RateLimit(Place.Within(nameof(options.RateLimit)), options.RateLimit);
        WholeSeconds(nameof(options.KeepAliveInterval), options.KeepAliveInterval);
        WholeSeconds(nameof(options.KeepAliveTimeout), options.KeepAliveTimeout);
        WholeSeconds(nameof(options.IdleTimeout), options.IdleTimeout);
        WholeSeconds(nameof(options.CloseTimeout), options.CloseTimeout);
        WholeSeconds($"{nameof(options.RateLimit)}.{nameof(WebSocketRateLimitOptions.Period)}", options.RateLimit?.Period);
        if (!Enum.IsDefined(options.Compression))
        {
            failures.Add($"{Place.Of(nameof(options.Compression))} is {options.Compression}, which is no {nameof(EndpointCompression)}.");
        }

        if (failures.Count > 0)
        {
            throw new ArgumentException(string.Join(' ', failures));
        }

        // As the attribute has them, so that settings of both have one form.
        void WholeSeconds(string option, TimeSpan? value)
        {
            if (value is { } time && time != Timeout.InfiniteTimeSpan && time.Ticks % TimeSpan.TicksPerSecond != 0)
            {
                failures.Add($"{Place.Of(option)} is {time}; it must be whole seconds.");
            }
        }
    }

    private static int? Seconds(TimeSpan? value) => value == Timeout.InfiniteTimeSpan ? -1 : (int?)value?.TotalSeconds;

    private static ArgumentException Wrong(string option, string what) => new($"{Place.Of(option)} {what}");
}
