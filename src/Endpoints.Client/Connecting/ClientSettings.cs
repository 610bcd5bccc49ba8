using Endpoints.Connections;
using Endpoints.Connections.Compression;
using Endpoints.Connections.Memory;
using Endpoints.Diagnostics;
using Endpoints.Dispatch;
using Endpoints.Generated;
using Endpoints.Protocol;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Endpoints.Client.Connecting;

/// <summary>Options as they were when a connection was asked for, checked.</summary>
internal sealed class ClientSettings
{
    // What is open in this process; nobody drains it, and each session's own limits bound what it holds.
    private static readonly SessionRegistry Registry = new();
    private static readonly MemoryBudget Memory = new(null);

    private readonly Func<WebSocketHandshake, EndpointActivation>? _activate;

    private ClientSettings(
        WebSocketClientOptions options,
        IReadOnlyList<string> protocols,
        IReadOnlyList<KeyValuePair<string, string>> headers,
        EndpointSessions sessions,
        Func<WebSocketHandshake, EndpointActivation>? activate)
    {
        _activate = activate;
        Options = options;
        Protocols = protocols;
        Headers = headers;
        Sessions = sessions;
    }

    /// <summary>The options, for what is needed only while connecting.</summary>
    public WebSocketClientOptions Options { get; }

    public IReadOnlyList<string> Protocols { get; }

    /// <summary>The headers of the application, the origin among them.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; }

    public EndpointSessions Sessions { get; }

    /// <summary>What is negotiated for compression; <see langword="null"/> for nothing.</summary>
    public CompressionSettings? Compression => Sessions.Limits.Compression;

    /// <summary>Takes options.</summary>
    /// <param name="options">The options.</param>
    /// <param name="protocols">What to offer where the options name no sub-protocol.</param>
    /// <param name="activate">Makes what takes the messages; <see langword="null"/> where the session's holder walks them.</param>
    /// <exception cref="ArgumentException">One of them cannot be used; the message names it.</exception>
    public static ClientSettings Of(
        WebSocketClientOptions options,
        IReadOnlyList<string>? protocols = null,
        Func<WebSocketHandshake, EndpointActivation>? activate = null)
    {
        var offered = options.Protocols.Count > 0 ? [.. options.Protocols] : protocols ?? [];
        OptionRules.Check(options, offered);
        List<KeyValuePair<string, string>> headers = [.. options.Headers];
        if (options.Origin is { } origin)
        {
            headers.Add(new("Origin", origin));
        }

        var logger = options.LoggerFactory?.CreateLogger("Endpoints.Client") ?? NullLogger.Instance;
        LeakedMessages.ReportTo(logger);
        var sessions = new EndpointSessions(
            LimitsOf(options),
            Registry,
            CoarseClock.For(options.TimeProvider),
            logger,
            Memory,
            Metrics: null)
        {
            Role = EndpointRole.Client,
        };
        return new ClientSettings(options, offered, headers, sessions, activate);
    }

    /// <summary>The same for sessions whose messages go to an endpoint.</summary>
    /// <exception cref="ArgumentException">As above; or the options name other sub-protocols than the endpoint.</exception>
    public static ClientSettings For<TEndpoint>(WebSocketClientOptions options)
        where TEndpoint : IClientEndpoint
    {
        // Handlers are chosen by the index of the agreed one.
        if (options.Protocols.Count > 0 && !options.Protocols.SequenceEqual(TEndpoint.Protocols))
        {
            throw new ArgumentException(
                $"WebSocketClientOptions.Protocols names other sub-protocols than [WebSocketClientEndpoint] of {typeof(TEndpoint)}; leave them out.");
        }

        return Of(options, TEndpoint.Protocols, TEndpoint.Activate);
    }

    /// <summary>What takes the messages of a session.</summary>
    /// <exception cref="WebSocketHandshakeException">The endpoint wants a value that the address or the response does not have.</exception>
    public ISessionSink CreateSink(WebSocketClientHandshake handshake)
    {
        if (_activate is null)
        {
            return new MessageSink(Options.ReceivesOnThreadPool);
        }

        var activation = _activate(handshake);
        return activation.Dispatcher is { } dispatcher
            ? new EndpointInvoker(dispatcher, Sessions.Logger)
            : throw new WebSocketHandshakeException($"The endpoint cannot be made. {activation.Fault}");
    }

    /// <summary>The same without the headers that are meant for one server only.</summary>
    public ClientSettings WithoutCredentials() => new(Options, Protocols, [.. Headers.Where(header => !IsCredential(header.Key))], Sessions, _activate);

    private static bool IsCredential(string name) =>
        name.Equals("Authorization", StringComparison.OrdinalIgnoreCase) || name.Equals("Cookie", StringComparison.OrdinalIgnoreCase);

    private static ConnectionLimits LimitsOf(WebSocketClientOptions options) => new()
    {
        Receive = new ReceiveLimits(options.MaxMessageSize, Math.Min(options.MaxFrameSize ?? options.MaxMessageSize, options.MaxMessageSize)),
        MaxSendQueueSize = options.MaxSendQueueSize,
        KeepAliveInterval = options.KeepAliveInterval,
        KeepAliveTimeout = options.KeepAliveTimeout,
        IdleTimeout = options.IdleTimeout,
        SendTimeout = options.SendTimeout,
        CloseTimeout = options.CloseTimeout,
        HandshakeTimeout = options.HandshakeTimeout,
        Compression = options.Compression is { } compression ? CompressionSettings.Of(compression, EndpointRole.Client) : null,
    };
}
