using Endpoints.Generated;
using Endpoints.Grammar;

namespace Endpoints.Options;

/// <summary>Refuses options of a route that no session could be served with, and turns the others into what endpoints have.</summary>
internal static class HandlerOptionRules
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>The limits and deadlines.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentException">One of them cannot be used.</exception>
    public static EndpointSettings SettingsOf(WebSocketHandlerOptions options) => new()
    {
        MaxMessageSize = Size(nameof(options.MaxMessageSize), options.MaxMessageSize, Array.MaxLength),
        MaxFrameSize = Size(nameof(options.MaxFrameSize), options.MaxFrameSize, options.MaxMessageSize ?? Array.MaxLength),
        MaxSendQueueSize = Size(nameof(options.MaxSendQueueSize), options.MaxSendQueueSize, Array.MaxLength),
        MaxSendQueueMessages = options.MaxSendQueueMessages < 1
            ? throw Wrong(nameof(options.MaxSendQueueMessages), $"is {options.MaxSendQueueMessages}; it must be 1 or more, or null.")
            : options.MaxSendQueueMessages,
        SendPolicy = options.SendPolicy is { } policy && !Enum.IsDefined(policy)
            ? throw Wrong(nameof(options.SendPolicy), $"is {policy}, which is no {nameof(SendPolicy)}.")
            : options.SendPolicy,
        KeepAliveIntervalSeconds = Seconds(nameof(options.KeepAliveInterval), options.KeepAliveInterval, mayBeInfinite: true),
        KeepAliveTimeoutSeconds = Seconds(nameof(options.KeepAliveTimeout), options.KeepAliveTimeout, mayBeInfinite: false),
        IdleTimeoutSeconds = Seconds(nameof(options.IdleTimeout), options.IdleTimeout, mayBeInfinite: true),
        CloseTimeoutSeconds = Seconds(nameof(options.CloseTimeout), options.CloseTimeout, mayBeInfinite: false),
        Compression = options.Compression switch
        {
            EndpointCompression.On => true,
            EndpointCompression.Off => false,
            EndpointCompression.Application => null,
            _ => throw Wrong(nameof(options.Compression), $"is {options.Compression}, which is no {nameof(EndpointCompression)}."),
        },
        ResumesOnThreadPool = options.ResumesOnThreadPool,
    };

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

    private static int? Size(string option, int? value, int largest) =>
        value < 1 || value > largest ? throw Wrong(option, $"is {value}; it must be 1 to {largest} bytes, or null.") : value;

    private static int? Seconds(string option, TimeSpan? value, bool mayBeInfinite)
    {
        if (value is not { } time)
        {
            return null;
        }

        if (mayBeInfinite && time == Timeout.InfiniteTimeSpan)
        {
            return -1;
        }

        return time > TimeSpan.Zero && time <= Longest && time.Ticks % TimeSpan.TicksPerSecond == 0
            ? (int)time.TotalSeconds
            : throw Wrong(option, $"is {time}; it must be whole seconds, at least one and at most a day"
                + (mayBeInfinite ? ", or Timeout.InfiniteTimeSpan, or null." : ", or null."));
    }

    private static ArgumentException Wrong(string option, string what) => new($"{nameof(WebSocketHandlerOptions)}.{option} {what}");
}
