namespace Endpoints.Options;

/// <summary>
/// What a route that is mapped by code says of its sessions, as <see cref="WebSocketEndpointAttribute"/> does of those of a class.
/// </summary>
/// <remarks>
/// Checked when the route is mapped: what no session could be served with is an <see cref="ArgumentException"/> that says what to do. Limits and
/// deadlines that are <see langword="null"/> take the application's value, see <see cref="WebSocketEndpointOptions"/>.
/// </remarks>
public sealed class WebSocketHandlerOptions
{
    /// <summary>
    /// The sub-protocols offered, each an RFC 9110 token; compared exactly, as RFC 6455 section 1.9 has it. <see langword="null"/> (default):
    /// the <see cref="IWebSocketHandler.SubProtocols"/> of the handler. Where each session has a handler of its own, one is made for that when
    /// the application starts, and disposed; set this, and none is.
    /// </summary>
    public IReadOnlyList<string>? Protocols { get; set; }

    /// <summary>Whose order decides when several sub-protocols are common to both sides. The client's by default.</summary>
    public ProtocolPreference ProtocolPreference { get; set; }

    /// <summary>Refuses, with 400, a client with which no sub-protocol is agreed. Otherwise the session has none.</summary>
    public bool RequireProtocol { get; set; }

    /// <summary>
    /// Origins admitted besides the route's own: <c>https://example.com</c>, <c>https://*.example.com</c> (any sub-domain, not the
    /// domain itself) or <c>*</c> (any). A request without an <c>Origin</c> header is not from a browser and is admitted.
    /// </summary>
    public IReadOnlyList<string> Origins { get; set; } = [];

    /// <summary>
    /// Lower comes first where several routes match one path, whether they are handlers or endpoint classes and, at the ASP.NET Core door,
    /// controllers and minimal APIs as well. Within one order ASP.NET Core's precedence decides. 0 by default.
    /// </summary>
    public int Order { get; set; }

    /// <summary>As <see cref="OnlyUpgradesAttribute"/>: a request that does not ask for a WebSocket goes to another endpoint of the path.</summary>
    public bool OnlyUpgrades { get; set; }

    /// <summary>
    /// Largest message, in bytes after assembly and decompression: 1 to 2,147,483,591. A larger one is closed with 1009.
    /// </summary>
    public int? MaxMessageSize { get; set; }

    /// <summary>Largest payload of one frame, in bytes: 1 to <see cref="MaxMessageSize"/>. A larger one is closed with 1009.</summary>
    public int? MaxFrameSize { get; set; }

    /// <summary>Bytes that may wait to be sent: 1 or more. One message is always accepted by an empty queue.</summary>
    public int? MaxSendQueueSize { get; set; }

    /// <summary>Messages that may wait to be sent, whatever their size: 1 or more.</summary>
    public int? MaxSendQueueMessages { get; set; }

    /// <summary>What becomes of a message for which there is no room; <see langword="null"/> for what the application has.</summary>
    public SendPolicy? SendPolicy { get; set; }

    /// <summary>
    /// Silence of the peer after which it is pinged: whole seconds, up to one day; <see cref="Timeout.InfiniteTimeSpan"/> for never.
    /// </summary>
    public TimeSpan? KeepAliveInterval { get; set; }

    /// <summary>How long a peer may stay silent after a ping: whole seconds, up to one day.</summary>
    public TimeSpan? KeepAliveTimeout { get; set; }

    /// <summary>
    /// Silence of the peer after which the session is closed with 1001: whole seconds, up to one day;
    /// <see cref="Timeout.InfiniteTimeSpan"/> for no limit.
    /// </summary>
    public TimeSpan? IdleTimeout { get; set; }

    /// <summary>How long the peer has to answer a close frame: whole seconds, up to one day.</summary>
    public TimeSpan? CloseTimeout { get; set; }

    /// <summary>Sessions at a time: 1 or more. See <see cref="WebSocketEndpointOptions.MaxSessions"/>.</summary>
    public int? MaxSessions { get; set; }

    /// <summary>Sessions of one address at a time: 1 or more. See <see cref="WebSocketEndpointOptions.MaxSessionsPerAddress"/>.</summary>
    public int? MaxSessionsPerAddress { get; set; }

    /// <summary>Sessions of one user at a time: 1 or more. See <see cref="WebSocketEndpointOptions.MaxSessionsPerUser"/>.</summary>
    public int? MaxSessionsPerUser { get; set; }

    /// <summary>How much each session takes from its peer in a time; its period is whole seconds.</summary>
    public WebSocketRateLimitOptions? RateLimit { get; set; }

    /// <summary>Whether messages are compressed where the client offers it (RFC 7692). As the application has it by default.</summary>
    public EndpointCompression Compression { get; set; }

    /// <summary>
    /// The handler goes on on the thread pool when a message has come, rather than on the thread that reads from the network: for code that
    /// blocks. Where event loops serve the route, what it awaits otherwise does not come back to their threads either.
    /// </summary>
    public bool ResumesOnThreadPool { get; set; }
}
