namespace Endpoints.Options;

/// <summary>Limits and deadlines of all endpoints; an endpoint's attribute overrides them for its sessions.</summary>
public sealed class WebSocketEndpointOptions
{
    /// <summary>Largest message, in bytes after assembly. Default 1 MiB; 1 to 2,147,483,591.</summary>
    public int MaxMessageSize { get; set; } = 1024 * 1024;

    /// <summary>Largest payload of one frame, in bytes; <see langword="null"/> (default): as large as a message.</summary>
    public int? MaxFrameSize { get; set; }

    /// <summary>
    /// Bytes that may wait to be sent, in each session. Default 1 MiB. When half of it waits, no further message of the peer is
    /// delivered until it has been written. One message is always accepted by an empty queue, so the bound is this plus one message.
    /// </summary>
    public int MaxSendQueueSize { get; set; } = 1024 * 1024;

    /// <summary>How long a peer may take to complete the handshake. Default 15 s.</summary>
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

    /// <summary>How long the peer has to answer a close frame before the connection is ended. Default 5 s.</summary>
    public TimeSpan CloseTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long sessions have, once the application stops, to be closed with 1001 before they are aborted. Default 10 s; keep it
    /// below the host's own shutdown timeout.
    /// </summary>
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Compression of messages; <see langword="null"/> (default) for none. An endpoint may decide otherwise: one that asks for it while
    /// this is <see langword="null"/> gets the defaults of <see cref="WebSocketCompressionOptions"/>.
    /// </summary>
    public WebSocketCompressionOptions? Compression { get; set; }
}
