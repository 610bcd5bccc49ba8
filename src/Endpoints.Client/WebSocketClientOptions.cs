using System.Net;
using System.Net.Security;
using Endpoints.Options;
using Microsoft.Extensions.Logging;

namespace Endpoints.Client;

/// <summary>
/// What a client sends with its handshake, and its limits and deadlines. Not synchronised: change it between connections only. One object may
/// serve many connections.
/// </summary>
public sealed class WebSocketClientOptions
{
    /// <summary>
    /// Headers of the request, for example <c>Authorization</c>. Those that the handshake itself sends may not be among them:
    /// <c>Host</c>, <c>Upgrade</c>, <c>Connection</c>, <c>Content-Length</c>, <c>Transfer-Encoding</c>, <c>Sec-WebSocket-*</c>.
    /// </summary>
    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Where cookies for the request come from, and where those of the response go; <see langword="null"/> (default) for none.</summary>
    public CookieContainer? Cookies { get; set; }

    /// <summary>The <c>Origin</c>, which only browsers must send (RFC 6455 section 4.1); <see langword="null"/> (default) for none.</summary>
    public string? Origin { get; set; }

    /// <summary>
    /// The sub-protocols to offer, in the order of preference. The server may choose none of them: see <see cref="WebSocketSession.SubProtocol"/>.
    /// </summary>
    public IList<string> Protocols { get; } = [];

    /// <summary>
    /// permessage-deflate (RFC 7692), which the server may decline; <see langword="null"/> (default) for no offer. "Server" and "client" in its
    /// names mean the roles: what this client sends is the client's.
    /// </summary>
    public WebSocketCompressionOptions? Compression { get; set; }

    /// <summary>
    /// TLS for <c>wss</c>: client certificates, trust, protocols. The host of the address is the target where it names none;
    /// <see langword="null"/> (default) for the platform's defaults.
    /// </summary>
    public SslClientAuthenticationOptions? Tls { get; set; }

    /// <summary>
    /// The version of HTTP that carries the handshake: 1.1 (default), or 2.0, over which a session is one stream of a connection, opened by an
    /// extended CONNECT (RFC 8441). <see cref="HttpVersionPolicy"/> says what else may be used.
    /// </summary>
    public Version HttpVersion { get; set; } = System.Net.HttpVersion.Version11;

    /// <summary>
    /// Which other version is taken. <see cref="HttpVersionPolicy.RequestVersionOrLower"/> (default): with 2.0, the server's choice over TLS, and
    /// HTTP/1.1 where it speaks no HTTP/2, or no WebSockets over it, or where the address is a <c>ws</c>.
    /// <see cref="HttpVersionPolicy.RequestVersionExact"/>: none; 2.0 for a <c>ws</c> is HTTP/2 with prior knowledge (RFC 9113 section 3.3).
    /// <see cref="HttpVersionPolicy.RequestVersionOrHigher"/>: with 1.1, HTTP/2 where the server has it; with 2.0, no other.
    /// </summary>
    public HttpVersionPolicy HttpVersionPolicy { get; set; }

    /// <summary>
    /// Whose connections sessions over HTTP/2 are streams of, so that many share one: for example one around a <see cref="SocketsHttpHandler"/>,
    /// which the application keeps as long as its sessions; <see langword="null"/> (default): each session has a connection of its own. It asks for
    /// <see cref="HttpVersion"/> 2.0, and no HTTP/1.1. TLS, proxy and socket are the handler's then, so <see cref="Tls"/>, <see cref="Proxy"/>,
    /// <see cref="UnixSocketPath"/> and <see cref="ConnectCallback"/> must not be given, and <see cref="ConnectTimeout"/> and
    /// <see cref="MaxResponseHeadSize"/> are without effect; <see cref="HandshakeTimeout"/> bounds the connecting, too.
    /// </summary>
    public HttpMessageInvoker? Invoker { get; set; }

    /// <summary>The path of a Unix socket to connect to instead of the host and port of the address, which the request still names.</summary>
    public string? UnixSocketPath { get; set; }

    /// <summary>
    /// The proxy to go through, by a CONNECT (RFC 6455 section 4.1, item 3; RFC 9110 section 9.3.6), <c>ws</c> and <c>wss</c> alike:
    /// <see langword="null"/> (default) for none; <see cref="System.Net.Http.HttpClient.DefaultProxy"/> is that of the environment. Proxies of the
    /// scheme <c>http</c> are known, and of credentials those for <c>Basic</c>. Not used with a Unix socket or a callback.
    /// </summary>
    public IWebProxy? Proxy { get; set; }

    /// <summary>
    /// How many redirects (301, 302, 303, 307, 308) are followed. Default 0: one is a refusal with the header <c>Location</c>. At most 20. A
    /// redirect from <c>wss</c> to <c>ws</c> is refused; to another scheme, host or port, the headers <c>Authorization</c> and <c>Cookie</c> of
    /// <see cref="Headers"/> are left out.
    /// </summary>
    public int MaxRedirects { get; set; }

    /// <summary>
    /// Makes the connection instead of a socket: a duplex stream without a buffer for what is written, in which one read and one write may be
    /// pending at once, and which its disposal ends at any time. TLS is spoken over it for <c>wss</c>.
    /// </summary>
    public Func<Uri, CancellationToken, ValueTask<Stream>>? ConnectCallback { get; set; }

    /// <summary>How long resolving the name, connecting and agreeing on TLS may take together. Default 15 s; above 0, at most one day.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the server may take from there to the end of its response. Default 15 s; above 0, at most one day.</summary>
    public TimeSpan HandshakeTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Largest head of a response, in bytes; interim responses count, too. Default 16 KiB; 256 to 1 MiB.</summary>
    public int MaxResponseHeadSize { get; set; } = 16 * 1024;

    /// <summary>Largest message of the server, in bytes after assembly and decompression. Default 1 MiB; a larger one is answered with 1009.</summary>
    public int MaxMessageSize { get; set; } = 1024 * 1024;

    /// <summary>Largest payload of one frame of the server, in bytes; <see langword="null"/> (default): as large as a message.</summary>
    public int? MaxFrameSize { get; set; }

    /// <summary>
    /// Bytes that may wait to be sent. Default 1 MiB. When half of it waits, no message is delivered until it has been written. One message is
    /// always accepted by an empty queue.
    /// </summary>
    public int MaxSendQueueSize { get; set; } = 1024 * 1024;

    /// <summary>Silence of the server after which it is pinged. Default 30 s; <see cref="Timeout.InfiniteTimeSpan"/> for never.</summary>
    public TimeSpan KeepAliveInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the server may stay silent after a ping before the connection is ended. Default 20 s.</summary>
    public TimeSpan KeepAliveTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Silence of the server, pongs included, after which the session is closed with 1001. Default <see cref="Timeout.InfiniteTimeSpan"/>.
    /// </summary>
    public TimeSpan IdleTimeout { get; set; } = Timeout.InfiniteTimeSpan;

    /// <summary>How long queued bytes may wait without any progress before the connection is ended. Default 30 s.</summary>
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long the server has to answer a close frame, and then to end the connection, which is its part (RFC 6455 section 7.1.1). Default 5 s.
    /// </summary>
    public TimeSpan CloseTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Whether <see cref="WebSocketSession.ReceiveAllAsync"/> goes on on the thread pool rather than on the thread that reads: code that blocks
    /// may stand in its loop then, for some microseconds a message. Default off.
    /// </summary>
    public bool ReceivesOnThreadPool { get; set; }

    /// <summary>
    /// What the constructors and handlers of a client's endpoint take as services, from a scope for each session; <see langword="null"/> (default)
    /// for none. Without effect where an object is given that handles the session.
    /// </summary>
    public IServiceProvider? Services { get; set; }

    /// <summary>The clock of all deadlines. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Takes the log, in the category <c>Endpoints.Client</c>; <see langword="null"/> (default) for none.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }
}
