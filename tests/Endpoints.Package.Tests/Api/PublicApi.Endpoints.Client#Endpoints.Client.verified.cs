namespace Endpoints.Client

    static class WebSocketClient
        static Task<CloseStatus> ExecuteAsync(Uri uri, IWebSocketHandler handler, WebSocketClientOptions? options = null, CancellationToken cancellationToken = default)
        static Task<CloseStatus> KeepConnectedAsync(Uri uri, IWebSocketHandler handler, WebSocketReconnectOptions? reconnect = null, WebSocketClientOptions? options = null, CancellationToken cancellationToken = default)
        static Task<WebSocketSession> ConnectAsync(Uri uri, WebSocketClientOptions? options = null, CancellationToken cancellationToken = default)

    sealed class WebSocketClientHandshake : WebSocketHandshake
        IReadOnlyDictionary<string, IReadOnlyList<string>> Headers { get; }
        Uri Address { get; }
        override ClaimsPrincipal User { get; }
        override EndPoint? LocalEndPoint { get; }
        override EndPoint? RemoteEndPoint { get; }
        override IReadOnlyCollection<string> GetHeaderNames()
        override IServiceProvider Services { get; }
        override Uri Uri { get; }
        override int SubProtocolIndex { get; }
        override string Path { get; }
        override string QueryString { get; }
        override string? GetHeaderValue(string name)
        override string? GetQueryValue(string name)
        override string? GetRouteValue(string name)
        override string? SubProtocol { get; }

    sealed class WebSocketClientOptions
        CookieContainer? Cookies { get; set; }
        Func<Uri, CancellationToken, ValueTask<Stream>>? ConnectCallback { get; set; }
        IDictionary<string, string> Headers { get; }
        IList<string> Protocols { get; }
        ILoggerFactory? LoggerFactory { get; set; }
        IWebProxy? Proxy { get; set; }
        SslClientAuthenticationOptions? Tls { get; set; }
        TimeProvider TimeProvider { get; set; }
        TimeSpan CloseTimeout { get; set; }
        TimeSpan ConnectTimeout { get; set; }
        TimeSpan HandshakeTimeout { get; set; }
        TimeSpan IdleTimeout { get; set; }
        TimeSpan KeepAliveInterval { get; set; }
        TimeSpan KeepAliveTimeout { get; set; }
        TimeSpan SendTimeout { get; set; }
        WebSocketClientOptions()
        WebSocketCompressionOptions? Compression { get; set; }
        bool ReceivesOnThreadPool { get; set; }
        int MaxMessageSize { get; set; }
        int MaxRedirects { get; set; }
        int MaxResponseHeadSize { get; set; }
        int MaxSendQueueSize { get; set; }
        int? MaxFrameSize { get; set; }
        string? Origin { get; set; }
        string? UnixSocketPath { get; set; }

    sealed class WebSocketHandshakeException : Exception
        HttpStatusCode? StatusCode { get; }
        IReadOnlyDictionary<string, IReadOnlyList<string>> Headers { get; }

