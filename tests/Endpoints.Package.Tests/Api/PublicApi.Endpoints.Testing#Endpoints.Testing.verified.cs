namespace Endpoints.Testing

    sealed class GeneratedCode
        IReadOnlyDictionary<string, string> Files { get; }
        static GeneratedCode Of(Type endpoint)
        static GeneratedCode Of<TEndpoint>()
        static GeneratedCode OfAssembly(Assembly assembly)
        void Snapshot(string file = "", string method = "")

    sealed class HandshakeRefusedException : Exception
        HandshakeResponse Response { get; }
        int Status { get; }

    sealed class HandshakeResponse
        IReadOnlyList<KeyValuePair<string, string>> Headers { get; }
        int Status { get; }
        string Body { get; }
        string? this[string name] { get; }

    sealed class InMemoryBackplane : IWebSocketBackplane
        InMemoryBackplane()
        Task<IBackplaneConnection> ConnectAsync(IBackplaneReceiver receiver, CancellationToken cancellationToken)
        bool HasExactTopics { get; init; }
        bool RefusesMessages { get; set; }
        int ConnectionCount { get; }
        int CountSubscribers(Type endpoint, string group)
        int MaxMessageSize { get; init; }
        int SubscriptionCount { get; }
        string Name { get; }
        void ComeUp()
        void Cut(string nodeId)
        void GoDown()
        void Inject(ReadOnlySpan<byte> message)

    sealed class SnapshotMismatchException : Exception
        SnapshotMismatchException(string message)

    sealed class WebSocketExpectationException : Exception

    sealed class WebSocketTestHost : IAsyncDisposable
        FakeTimeProvider Time { get; }
        IReadOnlyList<Exception> UnhandledExceptions { get; }
        IServiceProvider Services { get; }
        Task AdvanceAsync(TimeSpan time)
        Task SettleAsync()
        Task StopAsync()
        Task<HandshakeResponse> ExpectRefusalAsync(string path, int status, Action<WebSocketTestRequest>? configure = null)
        Task<WebSocketTestPeer> ConnectAsync(string path, Action<WebSocketTestRequest>? configure = null)
        ValueTask DisposeAsync()
        int SessionCount { get; }
        static WebSocketTestHost Create(EndpointTable table, Action<WebSocketTestHostOptions>? configure = null)
        static WebSocketTestHost For<T>(Action<WebSocketTestHostOptions>? configure = null)

    sealed class WebSocketTestHostOptions
        IServiceCollection Services { get; }
        JsonSerializerContext? Json { get; set; }
        TimeProvider TimeProvider { get; set; }
        TimeSpan Patience { get; set; }
        WebSocketTestHostOptions()
        void ConfigureEndpoints(Action<WebSocketEndpointOptions> configure)

    sealed class WebSocketTestMessage
        CloseStatus Status { get; }
        ReadOnlyMemory<byte> Payload { get; }
        WebSocketTestMessageKind Kind { get; }
        override string ToString()
        string Text { get; }

    enum WebSocketTestMessageKind
        Binary = 1
        Close = 2
        End = 3
        Text = 0

    sealed class WebSocketTestPeer : IAsyncDisposable
        HandshakeResponse Response { get; }
        Task AbortAsync()
        Task ExpectEndAsync()
        Task ExpectNothingAsync()
        Task ExpectTextAsync(string expected)
        Task SendAsync(ReadOnlyMemory<byte> payload)
        Task SendAsync(byte[] payload)
        Task SendAsync(string text)
        Task SendAsync<T>(T value)
        Task SendAsync<T>(T value, JsonTypeInfo<T> typeInfo)
        Task SendFragmentedAsync(params string[] parts)
        Task SendPingAsync(ReadOnlyMemory<byte> payload = default)
        Task SendPongAsync(ReadOnlyMemory<byte> payload = default)
        Task SendRawAsync(ReadOnlyMemory<byte> bytes)
        Task<CloseStatus> CloseAsync(CloseStatus? status = null)
        Task<CloseStatus> ExpectCloseAsync(CloseStatus expected)
        Task<T> ExpectAsync<T>()
        Task<T> ExpectAsync<T>(JsonTypeInfo typeInfo)
        Task<WebSocketTestMessage> ReceiveAsync()
        Task<byte[]> ExpectBinaryAsync()
        Task<byte[]> ExpectPingAsync()
        Task<byte[]> ExpectPongAsync()
        Task<string> ExpectTextAsync()
        ValueTask DisposeAsync()
        string? SubProtocol { get; }
        void PauseReading()
        void ResumeReading()

    sealed class WebSocketTestRequest
        ClaimsPrincipal? User { get; set; }
        EndPoint? RemoteEndPoint { get; set; }
        IList<KeyValuePair<string, string>> Headers { get; }
        IList<string> Protocols { get; }
        WebSocketTestRequest()
        bool AnswersClose { get; set; }
        bool AnswersPings { get; set; }
        bool IsSecure { get; set; }
        string Host { get; set; }
        string? Origin { get; set; }
        void AddHeader(string name, string value)

