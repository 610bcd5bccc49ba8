namespace Endpoints.Options;

/// <summary>
/// Settings for some endpoints: those of a route pattern (<see cref="WebSocketEndpointOptions.ForPattern"/>) or one
/// (<see cref="WebSocketEndpointOptions.ForEndpoint{TEndpoint}"/>). What is <see langword="null"/> is left to less specific rules, and in the
/// end to <see cref="WebSocketEndpointOptions"/>. Docs: configuration.md.
/// </summary>
/// <remarks>
/// Read when the application starts, and when its configuration is loaded again; not to be changed after that. Sub-protocols are not here:
/// they are what an endpoint's code can speak, and stay with its attribute.
/// </remarks>
public sealed class WebSocketEndpointRule
{
    /// <summary>Largest message, in bytes after assembly: 1 to 2,147,483,591. A larger one is closed with 1009.</summary>
    public int? MaxMessageSize { get; set; }

    /// <summary>Largest text message, in bytes of UTF-8; goes before <see cref="MaxMessageSize"/> of the same rule. The same range.</summary>
    public int? MaxTextMessageSize { get; set; }

    /// <summary>Largest binary message, in bytes; goes before <see cref="MaxMessageSize"/> of the same rule. The same range.</summary>
    public int? MaxBinaryMessageSize { get; set; }

    /// <summary>Largest payload of one frame, in bytes: 1 to 2,147,483,591. One above the largest message has no effect.</summary>
    public int? MaxFrameSize { get; set; }

    /// <summary>Bytes that may wait to be sent, in each session: 1 to 2,147,483,591.</summary>
    public int? MaxSendQueueSize { get; set; }

    /// <summary>Messages that may wait to be sent, in each session: 1 or more.</summary>
    public int? MaxSendQueueMessages { get; set; }

    /// <summary>What becomes of a message for which there is no room.</summary>
    public SendPolicy? SendPolicy { get; set; }

    /// <summary>How long queued bytes may wait without any progress of the peer: above 0, at most one day.</summary>
    public TimeSpan? SendTimeout { get; set; }

    /// <summary>
    /// Silence of the peer after which the session is closed with 1001: above 0, at most one day, or <see cref="Timeout.InfiniteTimeSpan"/>.
    /// </summary>
    public TimeSpan? IdleTimeout { get; set; }

    /// <summary>Silence after which the peer is pinged: above 0, at most one day, or <see cref="Timeout.InfiniteTimeSpan"/>.</summary>
    public TimeSpan? KeepAliveInterval { get; set; }

    /// <summary>How long a peer may stay silent after a ping: above 0, at most one day.</summary>
    public TimeSpan? KeepAliveTimeout { get; set; }

    /// <summary>How long the peer has to answer a close frame: above 0, at most one day.</summary>
    public TimeSpan? CloseTimeout { get; set; }

    /// <summary>
    /// Whether messages are compressed where the client offers it (RFC 7692). <see langword="true"/> takes the values of the next
    /// <see cref="Compression"/>, here or less specific, and the defaults where there is none; <see langword="false"/> goes before
    /// <see cref="Compression"/> of the same rule.
    /// </summary>
    public bool? UseCompression { get; set; }

    /// <summary>How messages are compressed, which turns compression on.</summary>
    public WebSocketCompressionOptions? Compression { get; set; }

    /// <summary>Sessions of the endpoint at a time: 1 or more. See <see cref="WebSocketEndpointOptions.MaxSessions"/>.</summary>
    public int? MaxSessions { get; set; }

    /// <summary>Sessions of the endpoint that one address may have at a time: 1 or more.</summary>
    public int? MaxSessionsPerAddress { get; set; }

    /// <summary>Sessions of the endpoint that one user may have at a time: 1 or more.</summary>
    public int? MaxSessionsPerUser { get; set; }

    /// <summary>How much each session takes from its peer in a time. As a whole from the first rule that has it.</summary>
    public WebSocketRateLimitOptions? RateLimit { get; set; }

    /// <summary>Whether each message has a span of its own, where somebody listens to spans.</summary>
    public bool? TraceMessages { get; set; }

    /// <summary>
    /// Origins admitted besides those that the endpoint, and other rules for it, admit: <c>https://example.com</c>,
    /// <c>https://*.example.com</c> (any sub-domain, not the domain itself) or <c>*</c> (any). No rule takes back what another one admits.
    /// </summary>
    public IList<string> Origins { get; } = [];

    /// <summary>
    /// The name of a CORS policy of ASP.NET Core whose origins are admitted, too. Only the ASP.NET Core door can ask it: the Kestrel connection
    /// door leaves such endpoints to the pipeline, and event loops say at start that it admits nothing there.
    /// </summary>
    public string? CorsPolicy { get; set; }
}
