using System.Threading.RateLimiting;

namespace Endpoints.Options;

/// <summary>
/// Limits and deadlines of all endpoints. Rules for route patterns and for single endpoints, and an endpoint's attribute, go before them, and
/// the configuration's section <c>WebSocketEndpoints</c> before what code sets in the same place. Docs: configuration.md.
/// </summary>
public sealed class WebSocketEndpointOptions
{
    /// <summary>Smallest value of <see cref="MaxSessionBufferedBytes"/>: room for a read, a context and a message of some size.</summary>
    internal const int SmallestSessionBudget = 64 * 1024;

    /// <summary>Smallest value of <see cref="MaxBufferedBytes"/>.</summary>
    internal const int SmallestBudget = 1024 * 1024;

    private static readonly long QuarterOfMemory = Math.Max(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4, 64 * SmallestBudget);

    /// <summary>Largest message, in bytes after assembly. Default 1 MiB; 1 to 2,147,483,591.</summary>
    public int MaxMessageSize { get; set; } = 1024 * 1024;

    /// <summary>Largest text message, in bytes of UTF-8; <see langword="null"/> (default): <see cref="MaxMessageSize"/>.</summary>
    public int? MaxTextMessageSize { get; set; }

    /// <summary>Largest binary message, in bytes; <see langword="null"/> (default): <see cref="MaxMessageSize"/>.</summary>
    public int? MaxBinaryMessageSize { get; set; }

    /// <summary>Largest payload of one frame, in bytes; <see langword="null"/> (default): as large as a message.</summary>
    public int? MaxFrameSize { get; set; }

    /// <summary>
    /// Bytes that may wait to be sent, in each session. Default 1 MiB. When half of it waits, no further message of the peer is
    /// delivered until it has been written. One message is always accepted by an empty queue, so the bound is this plus one message.
    /// </summary>
    public int MaxSendQueueSize { get; set; } = 1024 * 1024;

    /// <summary>
    /// Messages that may wait to be sent, in each session, whatever their size; <see langword="null"/> (default) for no bound. At least 1. The batch that
    /// is being written and control frames are not counted.
    /// </summary>
    public int? MaxSendQueueMessages { get; set; }

    /// <summary>What becomes of a message for which there is no room. Default <see cref="SendPolicy.Wait"/>.</summary>
    public SendPolicy SendPolicy { get; set; }

    /// <summary>
    /// Bytes that one session may make the server hold in all: the message that is being assembled, contexts of compression, what waits to
    /// be sent, and input that was not consumed. <see langword="null"/> (default): what the other limits add up to. At least 65,536. A
    /// message of the peer for which there is no room closes the session with 1009; one to the peer waits as for a full send queue.
    /// </summary>
    public int? MaxSessionBufferedBytes { get; set; }

    /// <summary>
    /// The same for all sessions of the host together. Default: a quarter of the memory that the garbage collector may use, which in a
    /// container is a quarter of its limit; <see langword="null"/> for no limit. At least 1 MiB. A message of a peer for which there is no
    /// room closes its session with 1013, one to a peer waits as for a full send queue, and when nine tenths are used new handshakes are
    /// refused with 503 and <c>Retry-After</c>. Docs: threats.md, "What a session can hold".
    /// </summary>
    public long? MaxBufferedBytes { get; set; } = QuarterOfMemory;

    /// <summary>
    /// How long a peer may take to complete the handshake, at doors without an HTTP server the sending of its request head included (408).
    /// Default 15 s.
    /// </summary>
    public TimeSpan HandshakeTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Silence of the peer after which it is pinged. Default 30 s; <see cref="Timeout.InfiniteTimeSpan"/> for never.</summary>
    public TimeSpan KeepAliveInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a peer may stay silent after a ping before the connection is ended. Default 20 s.</summary>
    public TimeSpan KeepAliveTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Silence of the peer, pongs included, after which the session is closed with 1001. Default 2 min;
    /// <see cref="Timeout.InfiniteTimeSpan"/> for no limit.
    /// </summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long queued bytes may wait without any progress of the peer before the connection is ended. Default 30 s.</summary>
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long the peer has to answer a close frame, and after it the handlers have to return, before the connection is ended. Default 5 s.
    /// </summary>
    public TimeSpan CloseTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long sessions are still taken once the application stops, while readiness (the health check, and the event loop's health path) says that it
    /// does: as long as load balancers take to notice. Default zero; at most one day. It is part of the host's own shutdown timeout.
    /// </summary>
    public TimeSpan ShutdownDelay { get; set; }

    /// <summary>
    /// How long sessions have after <see cref="ShutdownDelay"/>, once the application stops, to be closed with 1001 before they are aborted. Handlers
    /// that run have half of it to return; their answers leave before the close frame. Default 10 s; keep the sum of both below the host's own
    /// shutdown timeout.
    /// </summary>
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How many sessions are closed at a time once the application stops, so that their clients do not all come to the other hosts at once;
    /// <see langword="null"/> (default) for all. At least 1. When half of <see cref="ShutdownTimeout"/> is over, the rest follows at once.
    /// </summary>
    public int? ShutdownBatchSize { get; set; }

    /// <summary>The time between two such batches. Default 1 s.</summary>
    public TimeSpan ShutdownBatchInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Clients are asked to come back after a random time up to this, by the reason of the close frame (see
    /// <see cref="CloseStatusExtensions.GetRetryAfter"/>). Default zero: they are told nothing.
    /// </summary>
    public TimeSpan ReconnectSpread { get; set; }

    /// <summary>
    /// Compression of messages; <see langword="null"/> (default) for none. An endpoint may decide otherwise: one that asks for it while
    /// this is <see langword="null"/> gets the defaults of <see cref="WebSocketCompressionOptions"/>.
    /// </summary>
    public WebSocketCompressionOptions? Compression { get; set; }

    /// <summary>
    /// Sessions that an endpoint has at a time, each endpoint for itself; <see langword="null"/> (default) for no bound. At least 1. A handshake
    /// beyond it is refused with 503 and <c>Retry-After</c>. The place of a session is free again when its last handler has run. Docs:
    /// howto/limit-clients.md.
    /// </summary>
    public int? MaxSessions { get; set; }

    /// <summary>
    /// Sessions of an endpoint that one address may have at a time; <see langword="null"/> (default) for no bound. At least 1. The address is
    /// <see cref="WebSocketHandshake.RemoteEndPoint"/>: behind a proxy its own, unless the host is told otherwise (<c>UseForwardedHeaders</c>). A
    /// peer without one, at a Unix socket, is not bounded.
    /// </summary>
    public int? MaxSessionsPerAddress { get; set; }

    /// <summary>
    /// Sessions of an endpoint that one user may have at a time; <see langword="null"/> (default) for no bound. At least 1. Sessions of nobody
    /// are not bounded; who a user is, interceptors may have determined.
    /// </summary>
    public int? MaxSessionsPerUser { get; set; }

    /// <summary>
    /// When a client that is refused for these bounds may come back: after this and up to twice as long, at random, so that not all come at once.
    /// Default 1 s.
    /// </summary>
    public TimeSpan SessionLimitRetryAfter { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Accepts a handshake beyond these bounds, and closes its session at once with 1013 and the time to wait as <see cref="CloseStatusExtensions"/>
    /// has it: for pages, to which browsers tell neither status nor headers of a refusal. Off by default, because it costs more. No
    /// handler runs, and no endpoint is created.
    /// </summary>
    public bool CloseBeyondSessionLimit { get; set; }

    /// <summary>
    /// Handshakes that one address may begin in a <see cref="HandshakeRatePeriod"/>, over all endpoints; <see langword="null"/> (default) for no
    /// limit. At least 1. As many may come at once. One beyond it is refused with 429 and <c>Retry-After</c> (RFC 6585 section 4); those with a
    /// fault of their own are not counted.
    /// </summary>
    public int? MaxHandshakesPerAddress { get; set; }

    /// <summary>The time that <see cref="MaxHandshakesPerAddress"/> is for. Default 1 min; above 0, at most one day.</summary>
    public TimeSpan HandshakeRatePeriod { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How many bits of an IPv6 address say who a client is, where addresses are counted: 1 to 128. Default 64, the network of one host.
    /// </summary>
    public int Ipv6PrefixLength { get; set; } = 64;

    /// <summary>How much each session takes from its peer in a time; <see langword="null"/> (default) for no limit.</summary>
    public WebSocketRateLimitOptions? RateLimit { get; set; }

    /// <summary>
    /// Whether each message has a span of its own, where somebody listens to spans (<c>tracing.md</c>). Default <see langword="false"/>: handshakes and
    /// sessions have spans, and messages cost nothing.
    /// </summary>
    public bool TraceMessages { get; set; }

    /// <summary>Origins admitted at all endpoints besides what each of them admits; see <see cref="WebSocketEndpointRule.Origins"/>.</summary>
    public IList<string> Origins { get; } = [];

    /// <summary>See <see cref="LimitHandshakes"/>.</summary>
    internal PartitionedRateLimiter<WebSocketHandshake>? HandshakeLimiter { get; private set; }

    /// <summary>See <see cref="LimitMessages"/>.</summary>
    internal Func<WebSocketSession, RateLimiter?>? MessageLimiter { get; private set; }

    /// <summary>The rules for route patterns, from code and from the configuration.</summary>
    internal List<RuleForPattern> PatternRules { get; } = [];

    /// <summary>The rules for single endpoints, from code and from the configuration.</summary>
    internal List<RuleForEndpoint> EndpointRules { get; } = [];

    /// <summary>What of all this the configuration has set, by name.</summary>
    internal HashSet<string> Configured { get; } = new(StringComparer.Ordinal);

    /// <summary>What is wrong with the configuration itself; the options are refused for it.</summary>
    internal List<string> ConfigurationFaults { get; } = [];

    /// <summary>
    /// Sets what goes for the endpoints of a route pattern. Called again for the same pattern it goes on with the same rule; of several
    /// patterns that stand for one endpoint, the more specific goes first, setting by setting.
    /// </summary>
    /// <param name="pattern">
    /// Begins with <c>/</c> and is compared with route templates, segment by segment and in any case: a text is that segment, <c>*</c> is one,
    /// text or parameter, and <c>**</c>, at the end only, is all that may follow: <c>/rooms/*</c> stands for <c>/rooms/{room}</c>,
    /// <c>/rooms/**</c> for <c>/rooms</c> and whatever is below it.
    /// </param>
    /// <param name="configure">Sets them.</param>
    /// <exception cref="ArgumentException">The pattern is malformed; the message says in what.</exception>
    public void ForPattern(string pattern, Action<WebSocketEndpointRule> configure)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(configure);
        if (!RoutePattern.TryParse(pattern, out var parsed, out var problem))
        {
            throw new ArgumentException($"The pattern '{pattern}' cannot be used: {problem}.", nameof(pattern));
        }

        var known = PatternRules.Find(rule => !rule.Place.IsConfigured && rule.Pattern.IsSame(parsed));
        if (known is null)
        {
            var place = new SettingPlace($"{nameof(WebSocketEndpointOptions)}.{nameof(ForPattern)}(\"{pattern}\")", IsConfigured: false);
            PatternRules.Add(known = new RuleForPattern(parsed, new WebSocketEndpointRule(), place));
        }

        configure(known.Rule);
    }

    /// <summary>Sets what goes for one endpoint, before its attribute. Called again it goes on with the same rule.</summary>
    /// <typeparam name="TEndpoint">The endpoint class; one that is none makes the application's start fail.</typeparam>
    /// <param name="configure">Sets it.</param>
    public void ForEndpoint<TEndpoint>(Action<WebSocketEndpointRule> configure)
        where TEndpoint : class
    {
        ArgumentNullException.ThrowIfNull(configure);
        var known = EndpointRules.Find(rule => rule.Type == typeof(TEndpoint));
        if (known is null)
        {
            var place = new SettingPlace($"{nameof(WebSocketEndpointOptions)}.{nameof(ForEndpoint)}<{typeof(TEndpoint).Name}>()", IsConfigured: false);
            EndpointRules.Add(known = new RuleForEndpoint(typeof(TEndpoint).Name, typeof(TEndpoint), new WebSocketEndpointRule(), place));
        }

        configure(known.Rule);
    }

    /// <summary>
    /// Asks a limiter of one's own about each handshake, when its interceptors have accepted it, and besides all other limits. What it grants is
    /// held until the session is over, so that a <see cref="ConcurrencyLimiter"/> bounds sessions. One that it does not grant at once is
    /// refused with 429, and <c>Retry-After</c> by what the limiter says of it.
    /// </summary>
    /// <param name="limiter">The limiter; safe to use from any thread, and not disposed. It must not block.</param>
    public void LimitHandshakes(PartitionedRateLimiter<WebSocketHandshake> limiter)
    {
        ArgumentNullException.ThrowIfNull(limiter);
        HandshakeLimiter = limiter;
    }

    /// <summary>
    /// Asks a limiter of one's own about each message, ping and pong of a session, for one permit, besides all other limits. What happens
    /// beyond it is the <see cref="WebSocketRateLimitOptions.Action"/> of the endpoint's rate limit, or <see cref="RateLimitAction.Close"/>
    /// where it has none. With <see cref="RateLimitAction.Delay"/> the message is taken and those behind it wait until the limiter has
    /// granted its permit; where its queue has no room for that, the session is closed.
    /// </summary>
    /// <param name="create">
    /// Makes the limiter of a session, which disposes it at its end; <see langword="null"/> for none. Runs before the open handler. An exception
    /// closes the session with 1011.
    /// </param>
    public void LimitMessages(Func<WebSocketSession, RateLimiter?> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        MessageLimiter = create;
    }

    /// <summary>Where a setting for all endpoints was written.</summary>
    /// <param name="setting">Its name.</param>
    internal SettingPlace PlaceOf(string setting) =>
        Configured.Contains(setting) ? Configuration.OptionsSection.Place : SettingPlace.Code;
}
