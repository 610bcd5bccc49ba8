namespace Endpoints.Client

    static class WebSocketClient
        static Task<CloseStatus> ExecuteAsync(Uri uri, IWebSocketHandler handler, WebSocketClientOptions? options = null, CancellationToken cancellationToken = default)
        static Task<CloseStatus> ExecuteAsync<TEndpoint>(Uri uri, WebSocketClientOptions? options = null, CancellationToken cancellationToken = default)
        static Task<CloseStatus> KeepConnectedAsync(Uri uri, IWebSocketHandler handler, WebSocketReconnectOptions? reconnect = null, WebSocketClientOptions? options = null, CancellationToken cancellationToken = default)
        static Task<CloseStatus> KeepConnectedAsync<TEndpoint>(Uri uri, WebSocketReconnectOptions? reconnect = null, WebSocketClientOptions? options = null, CancellationToken cancellationToken = default)
        static Task<WebSocketSession> ConnectAsync(Uri uri, WebSocketClientOptions? options = null, CancellationToken cancellationToken = default)
        static Task<WebSocketSession> ConnectAsync<TEndpoint>(Uri uri, WebSocketClientOptions? options = null, CancellationToken cancellationToken = default)

    sealed class WebSocketClientHandshake : WebSocketHandshake
        IReadOnlyDictionary<string, IReadOnlyList<string>> Headers { get; }
        Uri Address { get; }
        Version HttpVersion { get; }
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
        HttpMessageInvoker? Invoker { get; set; }
        HttpVersionPolicy HttpVersionPolicy { get; set; }
        IDictionary<string, string> Headers { get; }
        IList<string> Protocols { get; }
        ILoggerFactory? LoggerFactory { get; set; }
        IServiceProvider? Services { get; set; }
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
        Version HttpVersion { get; set; }
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

    sealed class WebSocketClientRegistration
        Uri? Address { get; set; }
        WebSocketClientOptions Options { get; }
        WebSocketClientRegistration()
        WebSocketReconnectOptions Reconnect { get; }

    sealed class WebSocketHandshakeException : Exception
        HttpStatusCode? StatusCode { get; }
        IReadOnlyDictionary<string, IReadOnlyList<string>> Headers { get; }

    sealed class WebSocketReconnectOptions
        Action<WebSocketReconnectState>? OnStateChanged { get; set; }
        Func<CloseStatus, bool> ShouldReconnect { get; set; }
        TimeSpan FirstDelay { get; set; }
        TimeSpan LongestDelay { get; set; }
        TimeSpan StableAfter { get; set; }
        WebSocketReconnectOptions()
        double Jitter { get; set; }
        int? MaxFailures { get; set; }

    enum WebSocketReconnectPhase
        Connected = 1
        Connecting = 0
        Waiting = 2

    readonly struct WebSocketReconnectState : IEquatable<WebSocketReconnectState>
        CloseStatus? Status { get; init; }
        Exception? Error { get; init; }
        TimeSpan Delay { get; init; }
        WebSocketReconnectPhase Phase { get; init; }
        WebSocketReconnectState(WebSocketReconnectPhase Phase, int Failures, TimeSpan Delay = default, CloseStatus? Status = null, Exception? Error = null)
        bool Equals(WebSocketReconnectState other)
        int Failures { get; init; }
        override bool Equals(object obj)
        override int GetHashCode()
        override string ToString()
        static bool op_Equality(WebSocketReconnectState left, WebSocketReconnectState right)
        static bool op_Inequality(WebSocketReconnectState left, WebSocketReconnectState right)
        void Deconstruct(out WebSocketReconnectPhase Phase, out int Failures, out TimeSpan Delay, out CloseStatus? Status, out Exception? Error)

namespace Microsoft.Extensions.DependencyInjection

    static class WebSocketClientServiceCollectionExtensions
        static IServiceCollection AddWebSocketClient<THandler>(this IServiceCollection services, Action<IServiceProvider, WebSocketClientRegistration> configure)
        static IServiceCollection AddWebSocketClient<THandler>(this IServiceCollection services, Action<WebSocketClientRegistration> configure)
        static IServiceCollection AddWebSocketClientEndpoint<TEndpoint>(this IServiceCollection services, Action<IServiceProvider, WebSocketClientRegistration> configure)
        static IServiceCollection AddWebSocketClientEndpoint<TEndpoint>(this IServiceCollection services, Action<WebSocketClientRegistration> configure)

