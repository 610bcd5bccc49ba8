namespace Endpoints

    sealed class BlockingAttribute : Attribute
        BlockingAttribute()

    readonly struct CloseStatus : IEquatable<CloseStatus>
        CloseStatus WithReason(string reason)
        CloseStatus(int Code, string Reason = "")
        bool Equals(CloseStatus other)
        bool IsSendable { get; }
        const int MaxReasonSize = 123
        int Code { get; init; }
        override bool Equals(object obj)
        override int GetHashCode()
        override string ToString()
        static CloseStatus AbnormalClosure { get; }
        static CloseStatus GoingAway { get; }
        static CloseStatus InternalError { get; }
        static CloseStatus InvalidPayload { get; }
        static CloseStatus MandatoryExtension { get; }
        static CloseStatus MessageTooBig { get; }
        static CloseStatus NoStatusReceived { get; }
        static CloseStatus Normal { get; }
        static CloseStatus PolicyViolation { get; }
        static CloseStatus ProtocolError { get; }
        static CloseStatus ServiceRestart { get; }
        static CloseStatus TlsHandshakeFailed { get; }
        static CloseStatus TryAgainLater { get; }
        static CloseStatus UnsupportedData { get; }
        static bool op_Equality(CloseStatus left, CloseStatus right)
        static bool op_Inequality(CloseStatus left, CloseStatus right)
        string Reason { get; init; }
        void Deconstruct(out int Code, out string Reason)

    static class CloseStatusExtensions
        static CloseStatus WithRetryAfter(this CloseStatus status, TimeSpan delay)
        static TimeSpan? GetRetryAfter(this CloseStatus status)

    enum EndpointCompression
        Application = 0
        Off = 2
        On = 1

    sealed class EndpointConditionAttribute : Attribute
        EndpointConditionAttribute()
        Type? Condition { get; set; }
        string? Feature { get; set; }
        string[] Environments { get; set; }

    enum EndpointLifetime
        Session = 0
        Singleton = 1

    readonly struct FilterNext
        ValueTask RunAsync()
        static FilterNext To(Func<ValueTask> run)

    readonly struct FilteredMessage
        FilteredMessage(ReadOnlyMemory<byte> payload, bool isText)
        ReadOnlyMemory<byte> Payload { get; }
        bool IsText { get; }

    sealed class FromHeaderAttribute : Attribute
        FromHeaderAttribute()
        string? Name { get; set; }

    sealed class FromQueryAttribute : Attribute
        FromQueryAttribute()
        string? Name { get; set; }

    sealed class FromRouteAttribute : Attribute
        FromRouteAttribute()
        string? Name { get; set; }

    sealed class FromServicesAttribute : Attribute
        FromServicesAttribute()

    abstract class HandlerAttribute : Attribute
        string? Protocol { get; set; }

    sealed class HandlerPolicy
        HandlerPolicy(string handler, IReadOnlyList<object> attributes)
        IReadOnlyList<object> Attributes { get; }
        string Handler { get; }

    abstract class HandshakeInterceptorAttribute : Attribute

    sealed class HandshakeInterceptorAttribute<TInterceptor> : HandshakeInterceptorAttribute
        HandshakeInterceptorAttribute()

    interface IEndpointCondition
        bool IsEnabled(IServiceProvider services)

    interface IMessageTraceContext
        bool IsFor(string? subProtocol)
        bool TryFind(ReadOnlySpan<byte> message, bool isText, out string? traceParent, out string? traceState)

    interface ISessionAuthorizer
        ValueTask<bool> AuthorizeAsync(WebSocketSession session, HandlerPolicy policy)

    interface IWebSocketAdministration
        IReadOnlyList<WebSocketEndpointFacts> ListEndpoints()
        WebSocketSessionDetails? FindSession(string id)
        WebSocketSessionPage ListSessions(WebSocketSessionQuery query)
        bool Abort(string id)
        bool Close(string id, CloseStatus status)

    interface IWebSocketCodec<T>
        T Decode(ReadOnlySpan<byte> payload)
        void Encode(T value, IBufferWriter<byte> output)

    interface IWebSocketFilter
        ValueTask OnMessageAsync(WebSocketSession session, FilteredMessage message, FilterNext next)
        ValueTask OnOpenAsync(WebSocketSession session, FilterNext next)

    interface IWebSocketHandler
        IReadOnlyList<string> SubProtocols { get; }
        ValueTask HandleAsync(WebSocketSession session, CancellationToken cancellationToken)

    interface IWebSocketHandshakeInterceptor
        ValueTask AfterAsync(WebSocketHandshakeContext context, Exception? failure)
        ValueTask BeforeAsync(WebSocketHandshakeContext context, CancellationToken cancellationToken)

    interface IWebSocketPresence<TEndpoint>
        IAsyncEnumerable<PresenceChange> WatchAsync(string group, CancellationToken cancellationToken = default)
        IAsyncEnumerable<UserPresenceChange> WatchUsersAsync(string group, CancellationToken cancellationToken = default)
        IReadOnlyList<PresentMember> List(string group)
        IReadOnlyList<PresentUser> ListUsers(string group)
        ValueTask<IReadOnlyList<PresentMember>> ListAsync(string group, CancellationToken cancellationToken = default)
        ValueTask<IReadOnlyList<PresentUser>> ListUsersAsync(string group, CancellationToken cancellationToken = default)
        ValueTask<int> CountAsync(string group, CancellationToken cancellationToken = default)
        int Count(string group)

    interface IWebSocketSessions<TEndpoint>
        IReadOnlyCollection<string> GroupNames { get; }
        WebSocketAudience All { get; }
        WebSocketAudience Group(string name)
        WebSocketAudience User(string name)
        WebSocketSession? Find(string id)
        int Count { get; }

    interface IWebSocketTextCodec<T> : IWebSocketCodec<T>

    sealed class KeepLatestAttribute : Attribute
        IReadOnlyList<string> Properties { get; }
        KeepLatestAttribute(string property, params string[] others)

    sealed class MessageAttribute : Attribute
        MessageAttribute(string discriminator)
        string Discriminator { get; }

    static class MessageJson
        static byte[] SerializeToUtf8Bytes<T>(T value, JsonTypeInfo<T> typeInfo, string discriminator = "type")

    readonly struct MessageValidationError : IEquatable<MessageValidationError>
        MessageValidationError(string Member, string Message)
        bool Equals(MessageValidationError other)
        override bool Equals(object obj)
        override int GetHashCode()
        override string ToString()
        static bool op_Equality(MessageValidationError left, MessageValidationError right)
        static bool op_Inequality(MessageValidationError left, MessageValidationError right)
        string Member { get; init; }
        string Message { get; init; }
        void Deconstruct(out string Member, out string Message)

    sealed class MessageValidationException : Exception
        IReadOnlyList<MessageValidationError> Errors { get; }
        MessageValidationException(Type messageType, IReadOnlyList<MessageValidationError> errors)
        Type MessageType { get; }

    sealed class OnBinaryAttribute : HandlerAttribute
        OnBinaryAttribute()

    sealed class OnCloseAttribute : HandlerAttribute
        OnCloseAttribute()

    sealed class OnErrorAttribute : HandlerAttribute
        OnErrorAttribute()

    sealed class OnMessageAttribute : HandlerAttribute
        OnMessageAttribute()

    sealed class OnOpenAttribute : HandlerAttribute
        OnOpenAttribute()

    sealed class OnPingAttribute : HandlerAttribute
        OnPingAttribute()

    sealed class OnPongAttribute : HandlerAttribute
        OnPongAttribute()

    sealed class OnTextAttribute : HandlerAttribute
        OnTextAttribute()

    sealed class OnlyUpgradesAttribute : Attribute
        OnlyUpgradesAttribute()

    readonly struct PresenceChange : IEquatable<PresenceChange>
        PresenceChange(PresenceChangeKind Kind, PresentMember Member)
        PresenceChangeKind Kind { get; init; }
        PresentMember Member { get; init; }
        bool Equals(PresenceChange other)
        override bool Equals(object obj)
        override int GetHashCode()
        override string ToString()
        static bool op_Equality(PresenceChange left, PresenceChange right)
        static bool op_Inequality(PresenceChange left, PresenceChange right)
        void Deconstruct(out PresenceChangeKind Kind, out PresentMember Member)

    enum PresenceChangeKind
        Joined = 1
        Left = 3
        Present = 0
        Updated = 2

    sealed class PresentMember
        DateTimeOffset Since { get; }
        ReadOnlyMemory<byte> Metadata { get; }
        T GetMetadata<T>(JsonTypeInfo<T> typeInfo)
        const int MaxMetadataSize = 4096
        string SessionId { get; }
        string? NodeId { get; }
        string? User { get; }

    sealed class PresentUser
        DateTimeOffset Since { get; }
        IReadOnlyList<PresentMember> Sessions { get; }
        string Name { get; }

    enum ProtocolPreference
        Client = 0
        Server = 1

    enum RateLimitAction
        Close = 0
        Delay = 2
        Drop = 1

    sealed class RateLimitAttribute : Attribute
        RateLimitAction Action { get; set; }
        RateLimitAttribute()
        int ByteBurst { get; set; }
        int Bytes { get; set; }
        int MessageBurst { get; set; }
        int Messages { get; set; }
        int PerSeconds { get; set; }

    sealed class RetainedMessage : IDisposable
        ReadOnlyMemory<byte> Payload { get; }
        bool IsText { get; }
        string GetText()
        void Dispose()

    enum SendPolicy
        Disconnect = 4
        DropNewest = 1
        DropOldest = 2
        KeepLatest = 3
        Wait = 0

    readonly struct SessionItemKey<T> : IEquatable<SessionItemKey<T>>
        SessionItemKey(string Name)
        bool Equals(SessionItemKey<T> other)
        override bool Equals(object obj)
        override int GetHashCode()
        override string ToString()
        static bool op_Equality(SessionItemKey<T> left, SessionItemKey<T> right)
        static bool op_Inequality(SessionItemKey<T> left, SessionItemKey<T> right)
        string Name { get; init; }
        void Deconstruct(out string Name)

    sealed class SessionStateAttribute : Attribute
        SessionStateAttribute()

    sealed class UnreadablePayloadException : JsonException
        string CloseReason { get; }

    sealed class UseCodecAttribute : Attribute
        Type Codec { get; }
        UseCodecAttribute(Type codec)
        string? Protocol { get; set; }

    sealed class UseFilterAttribute<TFilter> : Attribute
        EndpointLifetime Lifetime { get; set; }
        UseFilterAttribute()
        int Order { get; set; }

    readonly struct UserPresenceChange : IEquatable<UserPresenceChange>
        PresenceChangeKind Kind { get; init; }
        PresentUser User { get; init; }
        UserPresenceChange(PresenceChangeKind Kind, PresentUser User)
        bool Equals(UserPresenceChange other)
        override bool Equals(object obj)
        override int GetHashCode()
        override string ToString()
        static bool op_Equality(UserPresenceChange left, UserPresenceChange right)
        static bool op_Inequality(UserPresenceChange left, UserPresenceChange right)
        void Deconstruct(out PresenceChangeKind Kind, out PresentUser User)

    readonly struct WebSocketAudience
        IReadOnlyList<WebSocketSession> ToList()
        ValueTask<int> CountAsync(CancellationToken cancellationToken = default)
        ValueTask<int> SendBinaryAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken = default)
        ValueTask<int> SendTextAsync(ReadOnlyMemory<byte> utf8, CancellationToken cancellationToken = default)
        WebSocketAudience Except(WebSocketSession? session)
        WebSocketAudience Local()
        WebSocketAudience Where(Func<WebSocketSession, bool> predicate)
        int Count { get; }
        int SendBinary(ReadOnlySpan<byte> payload)
        int SendBinary(ReadOnlySpan<byte> payload, string key)
        int SendJson<T>(T value, JsonTypeInfo<T> typeInfo)
        int SendText(ReadOnlySpan<byte> utf8)
        int SendText(ReadOnlySpan<byte> utf8, string key)
        int SendText(string text)
        void Close(CloseStatus status)

    sealed class WebSocketClientEndpointAttribute : Attribute
        Type? JsonContext { get; set; }
        WebSocketClientEndpointAttribute()
        bool ValidateMessages { get; set; }
        string Discriminator { get; set; }
        string[] Protocols { get; set; }

    sealed class WebSocketClosedException : Exception
        CloseStatus Status { get; }
        WebSocketClosedException(CloseStatus status)

    sealed class WebSocketEndpointAttribute : Attribute
        EndpointCompression Compression { get; set; }
        EndpointLifetime Lifetime { get; set; }
        ProtocolPreference ProtocolPreference { get; set; }
        SendPolicy SendPolicy { get; set; }
        Type? JsonContext { get; set; }
        WebSocketEndpointAttribute(string path)
        bool RequireProtocol { get; set; }
        bool ResumesOnThreadPool { get; set; }
        bool ValidateMessages { get; set; }
        int CloseTimeoutSeconds { get; set; }
        int IdleTimeoutSeconds { get; set; }
        int KeepAliveIntervalSeconds { get; set; }
        int KeepAliveTimeoutSeconds { get; set; }
        int MaxConcurrency { get; set; }
        int MaxFrameSize { get; set; }
        int MaxMessageSize { get; set; }
        int MaxSendQueueMessages { get; set; }
        int MaxSendQueueSize { get; set; }
        int MaxSessions { get; set; }
        int MaxSessionsPerAddress { get; set; }
        int MaxSessionsPerUser { get; set; }
        int Order { get; set; }
        string Discriminator { get; set; }
        string Path { get; }
        string[] Origins { get; set; }
        string[] Protocols { get; set; }

    sealed class WebSocketEndpointFacts : IEquatable<WebSocketEndpointFacts>
        WebSocketEndpointFacts <Clone>$()
        WebSocketEndpointFacts()
        bool Equals(WebSocketEndpointFacts? other)
        override bool Equals(object? obj)
        override int GetHashCode()
        override string ToString()
        required IReadOnlyList<string> SubProtocols { get; init; }
        required WebSocketSettingFacts Settings { get; init; }
        required int Groups { get; init; }
        required int Order { get; init; }
        required int Sessions { get; init; }
        required string Class { get; init; }
        required string Pattern { get; init; }
        static bool op_Equality(WebSocketEndpointFacts? left, WebSocketEndpointFacts? right)
        static bool op_Inequality(WebSocketEndpointFacts? left, WebSocketEndpointFacts? right)

    abstract class WebSocketHandshake
        abstract ClaimsPrincipal User { get; }
        abstract EndPoint? LocalEndPoint { get; }
        abstract EndPoint? RemoteEndPoint { get; }
        abstract IReadOnlyCollection<string> GetHeaderNames()
        abstract IServiceProvider Services { get; }
        abstract Uri Uri { get; }
        abstract int SubProtocolIndex { get; }
        abstract string Path { get; }
        abstract string QueryString { get; }
        abstract string? GetHeaderValue(string name)
        abstract string? GetQueryValue(string name)
        abstract string? GetRouteValue(string name)
        abstract string? SubProtocol { get; }
        protected WebSocketHandshake()
        string? GetCookieValue(string name)

    sealed class WebSocketHandshakeContext
        ClaimsPrincipal User { get; set; }
        IDictionary<object, object?> Items { get; }
        IReadOnlyList<string> OfferedProtocols { get; }
        Type EndpointType { get; }
        WebSocketHandshake Handshake { get; }
        bool IsCompressed { get; }
        int? StatusCode { get; }
        string Pattern { get; }
        string? SubProtocol { get; }
        void AddResponseHeader(string name, string value)
        void DisableCompression()
        void Reject(int statusCode, string? reason = null, params ValueTuple<string, string>[] headers)
        void SelectProtocol(string protocol)

    sealed class WebSocketMembershipFacts : IEquatable<WebSocketMembershipFacts>
        DateTimeOffset? Since { get; init; }
        JsonElement? Presence { get; init; }
        WebSocketMembershipFacts <Clone>$()
        WebSocketMembershipFacts()
        bool Equals(WebSocketMembershipFacts? other)
        override bool Equals(object? obj)
        override int GetHashCode()
        override string ToString()
        required string Name { get; init; }
        static bool op_Equality(WebSocketMembershipFacts? left, WebSocketMembershipFacts? right)
        static bool op_Inequality(WebSocketMembershipFacts? left, WebSocketMembershipFacts? right)

    readonly struct WebSocketMessage
        ReadOnlyMemory<byte> Payload { get; }
        RetainedMessage Retain()
        T ReadJson<T>(JsonTypeInfo<T> typeInfo)
        bool IsText { get; }
        static WebSocketMessage Binary(ReadOnlyMemory<byte> payload)
        static WebSocketMessage Text(ReadOnlyMemory<byte> utf8)
        static WebSocketMessage Text(string text)
        string GetText()

    abstract class WebSocketSession : IAsyncDisposable
        Task SendAllAsync(IAsyncEnumerable<ReadOnlyMemory<byte>> source, CancellationToken cancellationToken = default)
        Task SendAllAsync(IAsyncEnumerable<WebSocketMessage> source, CancellationToken cancellationToken = default)
        Task SendAllAsync(IAsyncEnumerable<string> source, CancellationToken cancellationToken = default)
        Task SendAllAsync<T>(IAsyncEnumerable<T> source, JsonTypeInfo<T> typeInfo, CancellationToken cancellationToken = default)
        ValueTask CloseAsync(CancellationToken cancellationToken = default)
        ValueTask DisposeAsync()
        ValueTask SendAsync(WebSocketMessage message, CancellationToken cancellationToken = default)
        abstract CancellationToken Aborted { get; }
        abstract IDictionary<object, object?> Items { get; }
        abstract IReadOnlyCollection<string> Groups { get; }
        abstract Task<CloseStatus> Completion { get; }
        abstract ValueTask CloseAsync(CloseStatus status, CancellationToken cancellationToken = default)
        abstract ValueTask SendBinaryAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken = default)
        abstract ValueTask SendJsonAsync<T>(T value, JsonTypeInfo<T> typeInfo, CancellationToken cancellationToken = default)
        abstract ValueTask SendTextAsync(ReadOnlyMemory<byte> utf8, CancellationToken cancellationToken = default)
        abstract ValueTask SendTextAsync(string text, CancellationToken cancellationToken = default)
        abstract WebSocketHandshake Handshake { get; }
        abstract WebSocketSessionState State { get; }
        abstract bool Join(string group)
        abstract bool Leave(string group)
        abstract bool TrySendBinary(ReadOnlySpan<byte> payload)
        abstract bool TrySendPing(ReadOnlySpan<byte> payload = default)
        abstract bool TrySendPong(ReadOnlySpan<byte> payload = default)
        abstract bool TrySendText(ReadOnlySpan<byte> utf8)
        abstract int BufferedAmount { get; }
        abstract string Id { get; }
        abstract void Abort()
        bool Join<T>(string group, T metadata, JsonTypeInfo<T> typeInfo)
        bool SetPresence<T>(string group, T metadata, JsonTypeInfo<T> typeInfo)
        protected WebSocketSession()
        string? SubProtocol { get; }
        virtual IAsyncEnumerable<WebSocketMessage> ReceiveAllAsync(CancellationToken cancellationToken = default)
        virtual ValueTask WaitForDrainAsync(int atMost = 0, CancellationToken cancellationToken = default)
        virtual bool TrySendBinary(ReadOnlySpan<byte> payload, string key)
        virtual bool TrySendText(ReadOnlySpan<byte> utf8, string key)
        virtual long DroppedMessages { get; }
        void SetPresence<T>(T metadata, JsonTypeInfo<T> typeInfo)

    sealed class WebSocketSessionDetails : IEquatable<WebSocketSessionDetails>, WebSocketSessionFacts
        JsonElement? Presence { get; init; }
        WebSocketSessionDetails()
        bool Equals(WebSocketSessionDetails? other)
        override bool Equals(object? obj)
        override int GetHashCode()
        override string ToString()
        protected override Type EqualityContract { get; }
        protected override bool PrintMembers(StringBuilder builder)
        required IReadOnlyList<WebSocketMembershipFacts> Groups { get; init; }
        required string Class { get; init; }
        sealed override bool Equals(WebSocketSessionFacts? other)
        static bool op_Equality(WebSocketSessionDetails? left, WebSocketSessionDetails? right)
        static bool op_Inequality(WebSocketSessionDetails? left, WebSocketSessionDetails? right)
        string? LocalAddress { get; init; }
        virtual WebSocketSessionDetails <Clone>$()

    class WebSocketSessionFacts : IEquatable<WebSocketSessionFacts>
        WebSocketSessionFacts()
        override bool Equals(object? obj)
        override int GetHashCode()
        override string ToString()
        protected WebSocketSessionFacts(WebSocketSessionFacts original)
        protected virtual Type EqualityContract { get; }
        protected virtual bool PrintMembers(StringBuilder builder)
        required DateTimeOffset LastReceived { get; init; }
        required WebSocketSessionState State { get; init; }
        required bool IsCompressed { get; init; }
        required int BufferedAmount { get; init; }
        required string Endpoint { get; init; }
        required string Id { get; init; }
        required string Path { get; init; }
        static bool op_Equality(WebSocketSessionFacts? left, WebSocketSessionFacts? right)
        static bool op_Inequality(WebSocketSessionFacts? left, WebSocketSessionFacts? right)
        string? Door { get; init; }
        string? RemoteAddress { get; init; }
        string? SubProtocol { get; init; }
        string? User { get; init; }
        virtual WebSocketSessionFacts <Clone>$()
        virtual bool Equals(WebSocketSessionFacts? other)

    static class WebSocketSessionItemExtensions
        static bool TryGetItem<T>(this WebSocketSession session, SessionItemKey<T> key, out T value)
        static void SetItem<T>(this WebSocketSession session, SessionItemKey<T> key, T value)

    sealed class WebSocketSessionPage : IEquatable<WebSocketSessionPage>
        IReadOnlyList<WebSocketSessionFacts> Sessions { get; init; }
        WebSocketSessionPage <Clone>$()
        WebSocketSessionPage(IReadOnlyList<WebSocketSessionFacts> Sessions, string? Next)
        bool Equals(WebSocketSessionPage? other)
        override bool Equals(object? obj)
        override int GetHashCode()
        override string ToString()
        static bool op_Equality(WebSocketSessionPage? left, WebSocketSessionPage? right)
        static bool op_Inequality(WebSocketSessionPage? left, WebSocketSessionPage? right)
        string? Next { get; init; }
        void Deconstruct(out IReadOnlyList<WebSocketSessionFacts> Sessions, out string? Next)

    sealed class WebSocketSessionQuery : IEquatable<WebSocketSessionQuery>
        IPAddress? Address { get; init; }
        WebSocketSessionQuery <Clone>$()
        WebSocketSessionQuery()
        bool Equals(WebSocketSessionQuery? other)
        const int MaxLimit = 500
        int Limit { get; init; }
        override bool Equals(object? obj)
        override int GetHashCode()
        override string ToString()
        static bool op_Equality(WebSocketSessionQuery? left, WebSocketSessionQuery? right)
        static bool op_Inequality(WebSocketSessionQuery? left, WebSocketSessionQuery? right)
        string? After { get; init; }
        string? Endpoint { get; init; }
        string? Group { get; init; }
        string? User { get; init; }

    enum WebSocketSessionState
        Closed = 2
        Closing = 1
        Open = 0

    sealed class WebSocketSettingFacts : IEquatable<WebSocketSettingFacts>
        WebSocketSettingFacts <Clone>$()
        WebSocketSettingFacts()
        bool Equals(WebSocketSettingFacts? other)
        override bool Equals(object? obj)
        override int GetHashCode()
        override string ToString()
        required TimeSpan? CloseTimeout { get; init; }
        required TimeSpan? IdleTimeout { get; init; }
        required TimeSpan? KeepAliveInterval { get; init; }
        required TimeSpan? KeepAliveTimeout { get; init; }
        required TimeSpan? SendTimeout { get; init; }
        required bool Compression { get; init; }
        required int MaxBinaryMessageSize { get; init; }
        required int MaxConcurrency { get; init; }
        required int MaxFrameSize { get; init; }
        required int MaxSendQueueSize { get; init; }
        required int MaxTextMessageSize { get; init; }
        static bool op_Equality(WebSocketSettingFacts? left, WebSocketSettingFacts? right)
        static bool op_Inequality(WebSocketSettingFacts? left, WebSocketSettingFacts? right)

    sealed class WebSocketUnauthorizedException : Exception
        WebSocketUnauthorizedException(string handler)
        string Handler { get; }

namespace Endpoints.Backplanes

    enum BackplaneQueueMode
        DropNewest = 1
        DropOldest = 0

    readonly struct BackplaneTopic : IEquatable<BackplaneTopic>
        BackplaneTopic WholeBucket { get; }
        bool Equals(BackplaneTopic other)
        bool Includes(BackplaneTopic topic)
        bool IsBucket { get; }
        const int BucketCount = 4096
        int Bucket { get; }
        override bool Equals(object obj)
        override int GetHashCode()
        override string ToString()
        static bool op_Equality(BackplaneTopic left, BackplaneTopic right)
        static bool op_Inequality(BackplaneTopic left, BackplaneTopic right)
        ulong Key { get; }

    sealed class ClusterNode : IEquatable<ClusterNode>
        ClusterNode <Clone>$()
        ClusterNode(string Id, string Name, bool IsThis, IReadOnlyDictionary<string, int> Sessions)
        IReadOnlyDictionary<string, int> Sessions { get; init; }
        bool Equals(ClusterNode? other)
        bool IsThis { get; init; }
        int SessionCount { get; }
        override bool Equals(object? obj)
        override int GetHashCode()
        override string ToString()
        static bool op_Equality(ClusterNode? left, ClusterNode? right)
        static bool op_Inequality(ClusterNode? left, ClusterNode? right)
        string Id { get; init; }
        string Name { get; init; }
        void Deconstruct(out string Id, out string Name, out bool IsThis, out IReadOnlyDictionary<string, int> Sessions)

    interface IBackplaneConnection : IAsyncDisposable
        Task Closed { get; }
        ValueTask SubscribeAsync(IReadOnlyCollection<BackplaneTopic> topics, CancellationToken cancellationToken)
        ValueTask UnsubscribeAsync(IReadOnlyCollection<BackplaneTopic> topics, CancellationToken cancellationToken)
        ValueTask<Task> PublishAsync(BackplaneTopic topic, ReadOnlyMemory<byte> message, bool confirm, CancellationToken cancellationToken)

    interface IBackplaneReceiver
        string NodeId { get; }
        void Receive(ReadOnlySpan<byte> message)

    interface IWebSocketBackplane
        Task<IBackplaneConnection> ConnectAsync(IBackplaneReceiver receiver, CancellationToken cancellationToken)
        bool HasExactTopics { get; }
        int MaxMessageSize { get; }
        string Name { get; }

    interface IWebSocketCluster
        IReadOnlyList<ClusterNode> GetNodes()
        WebSocketBackplaneState State { get; }
        string NodeId { get; }

    sealed class WebSocketBackplaneException : Exception
        WebSocketBackplaneException()
        WebSocketBackplaneException(string message)
        WebSocketBackplaneException(string message, Exception? innerException)

    sealed class WebSocketBackplaneOptions
        BackplaneQueueMode QueueMode { get; set; }
        TimeSpan AnnounceInterval { get; set; }
        TimeSpan ConfirmTimeout { get; set; }
        TimeSpan ConnectTimeout { get; set; }
        TimeSpan CountTimeout { get; set; }
        TimeSpan MaxReconnectDelay { get; set; }
        TimeSpan NodeExpiry { get; set; }
        TimeSpan ReconnectDelay { get; set; }
        TimeSpan UnsubscribeDelay { get; set; }
        WebSocketBackplaneOptions()
        bool WaitForConfirms { get; set; }
        int MaxExactTopics { get; set; }
        int MaxMessageSize { get; set; }
        int MaxQueuedMessages { get; set; }
        long MaxQueuedBytes { get; set; }
        string NodeName { get; set; }

    enum WebSocketBackplaneState
        Connected = 1
        Disconnected = 0
        Stopped = 2

namespace Endpoints.Generated

    static class CodecPayload
        static T Read<T>(ReadOnlySpan<byte> payload, IWebSocketCodec<T> codec)
        static T ReadOrNull<T>(ReadOnlySpan<byte> payload, IWebSocketCodec<T> codec)

    readonly struct EndpointActivation
        EndpointDispatcher? Dispatcher { get; }
        static EndpointActivation NotBound(string source, string name, string type, string? value)
        static EndpointActivation Ready(EndpointDispatcher dispatcher)
        string? Fault { get; }

    static class EndpointConditions
        static bool IsEnvironment(IServiceProvider services, params ReadOnlySpan<string> names)
        static bool IsFeatureOn(IServiceProvider services, string key)

    abstract class EndpointDescriptor
        abstract EndpointActivation Activate(WebSocketHandshake handshake)
        abstract HandshakeVerdict Validate(in HandshakeHead head)
        abstract Type EndpointType { get; }
        abstract string Pattern { get; }
        protected EndpointDescriptor()
        virtual EndpointSettings? Settings { get; }
        virtual IReadOnlyList<HandlerPolicy> Policies { get; }
        virtual IReadOnlyList<object> Metadata { get; }
        virtual IReadOnlyList<string> ParameterNames { get; }
        virtual IReadOnlyList<string> Protocols { get; }
        virtual bool DemandsUser { get; }
        virtual bool IsEnabled(IServiceProvider services)
        virtual int Order { get; }

    abstract class EndpointDispatcher
        abstract HandlerKinds Handlers { get; }
        protected EndpointDispatcher()
        protected FilterNext Next(int step, WebSocketSession session, FilteredMessage message)
        protected virtual ValueTask StepAsync(int step, WebSocketSession session, FilteredMessage message)
        virtual IReadOnlyList<MessageStream> Streams { get; }
        virtual ValueTask BinaryAsync(WebSocketSession session, IncomingMessage message)
        virtual ValueTask BinaryBodyAsync(WebSocketSession session, MessageBody body)
        virtual ValueTask CloseAsync(WebSocketSession session, CloseStatus status)
        virtual ValueTask DisposeAsync()
        virtual ValueTask OpenAsync(WebSocketSession session)
        virtual ValueTask PingAsync(WebSocketSession session, IncomingMessage message)
        virtual ValueTask PongAsync(WebSocketSession session, IncomingMessage message)
        virtual ValueTask TextAsync(WebSocketSession session, IncomingMessage message)
        virtual ValueTask TextBodyAsync(WebSocketSession session, MessageBody body)
        virtual ValueTask<bool> ErrorAsync(WebSocketSession session, Exception error)
        virtual bool IsSameForAll { get; }

    sealed class EndpointSettings : IEquatable<EndpointSettings>
        EndpointSettings <Clone>$()
        EndpointSettings()
        RateLimitAction RateLimitAction { get; init; }
        SendPolicy? SendPolicy { get; init; }
        bool Equals(EndpointSettings? other)
        bool ResumesOnThreadPool { get; init; }
        bool? Compression { get; init; }
        int? CloseTimeoutSeconds { get; init; }
        int? IdleTimeoutSeconds { get; init; }
        int? KeepAliveIntervalSeconds { get; init; }
        int? KeepAliveTimeoutSeconds { get; init; }
        int? MaxConcurrency { get; init; }
        int? MaxFrameSize { get; init; }
        int? MaxMessageSize { get; init; }
        int? MaxSendQueueMessages { get; init; }
        int? MaxSendQueueSize { get; init; }
        int? MaxSessions { get; init; }
        int? MaxSessionsPerAddress { get; init; }
        int? MaxSessionsPerUser { get; init; }
        int? RateLimitByteBurst { get; init; }
        int? RateLimitBytes { get; init; }
        int? RateLimitMessageBurst { get; init; }
        int? RateLimitMessages { get; init; }
        int? RateLimitSeconds { get; init; }
        override bool Equals(object? obj)
        override int GetHashCode()
        override string ToString()
        static bool op_Equality(EndpointSettings? left, EndpointSettings? right)
        static bool op_Inequality(EndpointSettings? left, EndpointSettings? right)

    sealed class EndpointSingletons : IAsyncDisposable, IDisposable
        EndpointSingletons(IServiceProvider services)
        T GetOrCreate<T>(Func<IServiceProvider, T> create)
        ValueTask DisposeAsync()
        static EndpointSingletons Of(WebSocketHandshake handshake)
        void Dispose()

    abstract class EndpointTable
        EndpointSelection Select(IServiceProvider services)
        abstract IReadOnlyList<EndpointDescriptor> Endpoints { get; }
        abstract bool TryMatch(ReadOnlySpan<byte> path, out RouteMatch match)
        protected EndpointTable()
        virtual bool TryMatch(ReadOnlySpan<byte> path, EndpointSelection selection, out RouteMatch match)

    static class HandlerGuard
        static ValueTask AuthorizeAsync(ISessionAuthorizer authorizer, HandlerPolicy policy, WebSocketSession session, FilterNext next)
        static ValueTask AuthorizeAsync(ISessionAuthorizer authorizer, HandlerPolicy policy, WebSocketSession session, MessageBody body, Func<WebSocketSession, MessageBody, ValueTask> handler)

    enum HandlerKinds
        Binary = 2
        BinaryBody = 32
        None = 0
        Ping = 4
        Pong = 8
        Text = 1
        TextBody = 16

    interface IClientEndpoint
        static EndpointActivation Activate(WebSocketHandshake handshake)
        static IReadOnlyList<string> Protocols { get; }

    readonly ref struct IncomingMessage
        FilteredMessage Keep(bool isText)
        ReadOnlyMemory<byte> AsMemory()
        ReadOnlySpan<byte> Payload { get; }
        static IncomingMessage Of(FilteredMessage message)

    static class JsonPayload
        static T Read<T>(ReadOnlySpan<byte> utf8, JsonTypeInfo<T> typeInfo)
        static T ReadOrNull<T>(ReadOnlySpan<byte> utf8, JsonTypeInfo<T> typeInfo)

    sealed class LinkBuilder
        LinkBuilder(string template)
        ReadOnlySpan<byte> Value { get; }
        override string ToString()
        static Uri ToUri(Uri baseUri, string pathAndQuery)
        void CatchAll<T>(string parameter, T value)
        void Check(bool isMet, string constraint)
        void Literal(string escaped)
        void OptionalQuery<T>(string parameter, string escapedKey, T value)
        void OptionalSegment<T>(string parameter, T value, string? fallback)
        void Query<T>(string parameter, string escapedKey, T value)
        void Segment<T>(string parameter, T value)

    sealed class MessageBody
        PipeReader Reader { get; }
        Stream AsStream()

    readonly ref struct MessageDiscriminator
        ReadOnlySpan<byte> Text { get; }
        UnreadablePayloadException Unknown()
        bool IsNumber { get; }
        int Number { get; }
        static MessageDiscriminator Read(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> property, Span<byte> scratch)

    static class MessageKeys
        static void Add<T>(Func<T, object?> read)

    sealed class MessageReply<T>
        MessageReply(JsonTypeInfo<T> typeInfo, string property, string discriminator)

    abstract class MessageStream

    sealed class MessageStream<T> : IAsyncEnumerable<T>, IAsyncEnumerator<T>, IValueTaskSource, IValueTaskSource<bool>, MessageStream
        MessageStream(Func<WebSocketSession, ValueTask> run, bool offThread = False)
        ValueTask WriteAsync(T message)

    sealed class PayloadValidation
        PayloadValidation(IServiceProvider services)
        int Count { get; }
        void Enter(string name, IFormattable? key = null)
        void Enter(string name, string? key)
        void Itself(IValidatableObject instance, string displayName)
        void Leave()
        void Member(object instance, string name, string displayName, object? value, ValidationAttribute[] attributes)
        void ThrowIfFailed(Type messageType)
        void Type(object instance, string displayName, ValidationAttribute[] attributes)

    static class Reply
        static ValueTask BinaryAsync(WebSocketSession session, ReadOnlyMemory<byte>? payload)
        static ValueTask BinaryAsync(WebSocketSession session, ReadOnlySpan<byte> payload)
        static ValueTask BinaryAsync(WebSocketSession session, byte[]? payload)
        static ValueTask EncodedBinaryAsync<T>(WebSocketSession session, T value, IWebSocketCodec<T> codec)
        static ValueTask EncodedBinaryAsync<T>(WebSocketSession session, T? value, IWebSocketCodec<T> codec)
        static ValueTask EncodedTextAsync<T>(WebSocketSession session, T value, IWebSocketCodec<T> codec)
        static ValueTask EncodedTextAsync<T>(WebSocketSession session, T? value, IWebSocketCodec<T> codec)
        static ValueTask JsonAsync<T>(WebSocketSession session, T value, JsonTypeInfo<T> typeInfo)
        static ValueTask JsonAsync<T>(WebSocketSession session, T? value, JsonTypeInfo<T> typeInfo)
        static ValueTask MessageAsync<T>(WebSocketSession session, T value, MessageReply<T> message)
        static ValueTask MessageAsync<T>(WebSocketSession session, T? value, MessageReply<T> message)
        static ValueTask TextAsync(WebSocketSession session, ReadOnlyMemory<byte>? utf8)
        static ValueTask TextAsync(WebSocketSession session, ReadOnlySpan<byte> utf8)
        static ValueTask TextAsync(WebSocketSession session, byte[]? utf8)
        static ValueTask TextAsync(WebSocketSession session, string? text)

    static class ValueBinder
        static bool TryParse<T>(string? text, out T value)
        static bool TryParseEnum<T>(string? text, out T value)

    sealed class WebSocketEndpointDescriptionAttribute : Attribute
        WebSocketEndpointDescriptionAttribute(string endpoint)
        bool RequiresProtocol { get; set; }
        string Endpoint { get; }
        string Instances { get; set; }
        string[] Conditions { get; set; }
        string[] Handlers { get; set; }
        string[] Limits { get; set; }
        string[] Origins { get; set; }
        string[] Policies { get; set; }
        string[] Values { get; set; }

    sealed class WebSocketEndpointRowAttribute : Attribute
        WebSocketEndpointRowAttribute(int index, string endpoint, string pattern, int order)
        bool IsConditional { get; set; }
        int Index { get; }
        int Order { get; }
        string Assembly { get; set; }
        string Endpoint { get; }
        string Pattern { get; }
        string[] Protocols { get; set; }

    sealed class WebSocketEndpointTableAttribute : Attribute
        Type Table { get; }
        WebSocketEndpointTableAttribute(Type table)

namespace Endpoints.Handshake

    enum HandshakeFault
        ConnectionNotUpgrade = 3
        ExtensionsMalformed = 9
        KeyMalformed = 7
        KeyMissing = 6
        MethodNotAllowed = 1
        None = 0
        OriginNotAllowed = 11
        ProtocolMalformed = 8
        ProtocolNotAgreed = 10
        UpgradeRequired = 2
        ValueNotBound = 12
        VersionMalformed = 4
        VersionNotSupported = 5

    static class HandshakeFaults
        static int GetStatusCode(HandshakeFault fault)
        static string Describe(HandshakeFault fault)

    readonly ref struct HandshakeHead
        HandshakeHead(HandshakeKind kind, bool isSecure, ReadOnlySpan<byte> method, ReadOnlySpan<byte> target, ReadOnlySpan<byte> bytes, ReadOnlySpan<HeaderField> headers)
        HandshakeKind Kind { get; }
        ReadOnlySpan<byte> GetName(int index)
        ReadOnlySpan<byte> GetValue(int index)
        ReadOnlySpan<byte> Method { get; }
        ReadOnlySpan<byte> Target { get; }
        bool IsSecure { get; }
        int HeaderCount { get; }

    enum HandshakeKind
        ExtendedConnect = 1
        Upgrade = 0

    static class HandshakeRules
        static HandshakeFault CheckUpgrade(in HandshakeHead head)

    readonly struct HandshakeVerdict
        HandshakeFault Fault { get; }
        bool IsAccepted { get; }
        int ProtocolIndex { get; }
        static HandshakeVerdict Accept(int protocolIndex)
        static HandshakeVerdict Reject(HandshakeFault fault)

    readonly struct HeaderField : IEquatable<HeaderField>
        HeaderField(int NameStart, int NameLength, int ValueStart, int ValueLength)
        bool Equals(HeaderField other)
        int NameLength { get; init; }
        int NameStart { get; init; }
        int ValueLength { get; init; }
        int ValueStart { get; init; }
        override bool Equals(object obj)
        override int GetHashCode()
        override string ToString()
        static bool op_Equality(HeaderField left, HeaderField right)
        static bool op_Inequality(HeaderField left, HeaderField right)
        void Deconstruct(out int NameStart, out int NameLength, out int ValueStart, out int ValueLength)

    static class OriginRules
        static bool Is(ReadOnlySpan<byte> origin, ReadOnlySpan<byte> allowed)
        static bool IsSameOrigin(in HandshakeHead head, ReadOnlySpan<byte> origin)
        static bool IsSubdomainOf(ReadOnlySpan<byte> origin, ReadOnlySpan<byte> scheme, ReadOnlySpan<byte> domainAndPort)
        static bool TryGetOrigin(in HandshakeHead head, out ReadOnlySpan<byte> origin)

    readonly ref struct SubprotocolList
        SubprotocolList.Enumerator GetEnumerator()
        bool Contains(ReadOnlySpan<byte> token)
        static SubprotocolList Of(in HandshakeHead head)

    ref struct SubprotocolList.Enumerator
        ReadOnlySpan<byte> Current { get; }
        bool MoveNext()

namespace Endpoints.Hosting

    static class WebSocketEndpointServices
        static IServiceCollection Add(IServiceCollection services, EndpointTable table, Action<WebSocketEndpointOptions>? configure = null)

namespace Endpoints.Options

    sealed class WebSocketCompressionOptions
        WebSocketCompressionOptions()
        bool ClientContextTakeover { get; set; }
        bool ServerContextTakeover { get; set; }
        int ClientMaxWindowBits { get; set; }
        int ServerMaxWindowBits { get; set; }
        int Threshold { get; set; }

    sealed class WebSocketEndpointOptions
        IList<string> Origins { get; }
        SendPolicy SendPolicy { get; set; }
        TimeSpan CloseTimeout { get; set; }
        TimeSpan HandshakeRatePeriod { get; set; }
        TimeSpan HandshakeTimeout { get; set; }
        TimeSpan IdleTimeout { get; set; }
        TimeSpan KeepAliveInterval { get; set; }
        TimeSpan KeepAliveTimeout { get; set; }
        TimeSpan ReconnectSpread { get; set; }
        TimeSpan SendTimeout { get; set; }
        TimeSpan SessionLimitRetryAfter { get; set; }
        TimeSpan ShutdownBatchInterval { get; set; }
        TimeSpan ShutdownDelay { get; set; }
        TimeSpan ShutdownTimeout { get; set; }
        WebSocketCompressionOptions? Compression { get; set; }
        WebSocketEndpointOptions()
        WebSocketRateLimitOptions? RateLimit { get; set; }
        bool CloseBeyondSessionLimit { get; set; }
        bool TraceMessages { get; set; }
        int Ipv6PrefixLength { get; set; }
        int MaxMessageSize { get; set; }
        int MaxSendQueueSize { get; set; }
        int? MaxBinaryMessageSize { get; set; }
        int? MaxFrameSize { get; set; }
        int? MaxHandshakesPerAddress { get; set; }
        int? MaxSendQueueMessages { get; set; }
        int? MaxSessionBufferedBytes { get; set; }
        int? MaxSessions { get; set; }
        int? MaxSessionsPerAddress { get; set; }
        int? MaxSessionsPerUser { get; set; }
        int? MaxTextMessageSize { get; set; }
        int? ShutdownBatchSize { get; set; }
        long? MaxBufferedBytes { get; set; }
        void ForEndpoint<TEndpoint>(Action<WebSocketEndpointRule> configure)
        void ForPattern(string pattern, Action<WebSocketEndpointRule> configure)
        void LimitHandshakes(PartitionedRateLimiter<WebSocketHandshake> limiter)
        void LimitMessages(Func<WebSocketSession, RateLimiter?> create)

    sealed class WebSocketEndpointRule
        IList<string> Origins { get; }
        SendPolicy? SendPolicy { get; set; }
        TimeSpan? CloseTimeout { get; set; }
        TimeSpan? IdleTimeout { get; set; }
        TimeSpan? KeepAliveInterval { get; set; }
        TimeSpan? KeepAliveTimeout { get; set; }
        TimeSpan? SendTimeout { get; set; }
        WebSocketCompressionOptions? Compression { get; set; }
        WebSocketEndpointRule()
        WebSocketRateLimitOptions? RateLimit { get; set; }
        bool? TraceMessages { get; set; }
        bool? UseCompression { get; set; }
        int? MaxBinaryMessageSize { get; set; }
        int? MaxFrameSize { get; set; }
        int? MaxMessageSize { get; set; }
        int? MaxSendQueueMessages { get; set; }
        int? MaxSendQueueSize { get; set; }
        int? MaxSessions { get; set; }
        int? MaxSessionsPerAddress { get; set; }
        int? MaxSessionsPerUser { get; set; }
        int? MaxTextMessageSize { get; set; }
        string? CorsPolicy { get; set; }

    sealed class WebSocketHandlerOptions
        EndpointCompression Compression { get; set; }
        IReadOnlyList<string> Origins { get; set; }
        IReadOnlyList<string>? Protocols { get; set; }
        ProtocolPreference ProtocolPreference { get; set; }
        SendPolicy? SendPolicy { get; set; }
        TimeSpan? CloseTimeout { get; set; }
        TimeSpan? IdleTimeout { get; set; }
        TimeSpan? KeepAliveInterval { get; set; }
        TimeSpan? KeepAliveTimeout { get; set; }
        WebSocketHandlerOptions()
        WebSocketRateLimitOptions? RateLimit { get; set; }
        bool OnlyUpgrades { get; set; }
        bool RequireProtocol { get; set; }
        bool ResumesOnThreadPool { get; set; }
        int Order { get; set; }
        int? MaxFrameSize { get; set; }
        int? MaxMessageSize { get; set; }
        int? MaxSendQueueMessages { get; set; }
        int? MaxSendQueueSize { get; set; }
        int? MaxSessions { get; set; }
        int? MaxSessionsPerAddress { get; set; }
        int? MaxSessionsPerUser { get; set; }

    sealed class WebSocketRateLimitOptions
        RateLimitAction Action { get; set; }
        TimeSpan Period { get; set; }
        WebSocketRateLimitOptions()
        int? ByteBurst { get; set; }
        int? Bytes { get; set; }
        int? MessageBurst { get; set; }
        int? Messages { get; set; }

namespace Endpoints.Routing

    sealed class EndpointSelection
        bool Contains(int index)
        static EndpointSelection All { get; }
        static EndpointSelection Of(bool[] enabled)

    readonly ref struct PathSegments
        PathSegments(ReadOnlySpan<byte> path)
        ReadOnlySpan<byte> this[int index] { get; }
        const int MaxStored = 32
        int Count { get; }
        int RestStart(int index)
        int Start(int index)

    static class RequestPath
        static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> target)
        static bool NeedsDecoding(ReadOnlySpan<byte> path)
        static bool TryDecode(ReadOnlySpan<byte> target, Span<byte> destination, out int written)

    static class RouteConstraints
        static bool HasLength(ReadOnlySpan<byte> value, int length)
        static bool HasLength(ReadOnlySpan<byte> value, int minLength, int maxLength)
        static bool HasMaxLength(ReadOnlySpan<byte> value, int maxLength)
        static bool HasMinLength(ReadOnlySpan<byte> value, int minLength)
        static bool IsAlpha(ReadOnlySpan<byte> value)
        static bool IsBool(ReadOnlySpan<byte> value)
        static bool IsDateTime(ReadOnlySpan<byte> value)
        static bool IsDecimal(ReadOnlySpan<byte> value)
        static bool IsDouble(ReadOnlySpan<byte> value)
        static bool IsFile(ReadOnlySpan<byte> value)
        static bool IsFloat(ReadOnlySpan<byte> value)
        static bool IsGuid(ReadOnlySpan<byte> value)
        static bool IsInRange(ReadOnlySpan<byte> value, long min, long max)
        static bool IsInt(ReadOnlySpan<byte> value)
        static bool IsLong(ReadOnlySpan<byte> value)
        static bool IsMax(ReadOnlySpan<byte> value, long max)
        static bool IsMin(ReadOnlySpan<byte> value, long min)
        static bool IsNonFile(ReadOnlySpan<byte> value)
        static bool IsRequired(ReadOnlySpan<byte> value)

    struct RouteMatch
        ReadOnlySpan<byte> GetValue(ReadOnlySpan<byte> path, int parameter)
        RouteMatch(EndpointSelection selection)
        bool MayBe(int index)
        const int MaxParameters = 16
        int EndpointIndex { get; set; }
        void Capture(int parameter, int start, int length)

    static class RouteText
        static bool EqualsIgnoreCase(ReadOnlySpan<byte> segment, ReadOnlySpan<byte> literalUtf8)

namespace Microsoft.Extensions.DependencyInjection

    static class WebSocketBackplaneServiceCollectionExtensions
        static IServiceCollection AddWebSocketBackplane(this IServiceCollection services, IWebSocketBackplane backplane, Action<WebSocketBackplaneOptions>? configure = null)
        static IServiceCollection AddWebSocketBackplane<TBackplane>(this IServiceCollection services, Action<WebSocketBackplaneOptions>? configure = null)

    static class WebSocketHandlerServiceCollectionExtensions
        static IServiceCollection AddWebSocketHandler(this IServiceCollection services, string pattern, Func<WebSocketSession, CancellationToken, ValueTask> handler, Action<WebSocketHandlerOptions>? configure = null)
        static IServiceCollection AddWebSocketHandler(this IServiceCollection services, string pattern, IWebSocketHandler handler, Action<WebSocketHandlerOptions>? configure = null)
        static IServiceCollection AddWebSocketHandler<THandler>(this IServiceCollection services, string pattern, Action<WebSocketHandlerOptions>? configure = null)

    static class WebSocketHandshakeServiceCollectionExtensions
        static IServiceCollection AddWebSocketHandshakeInterceptor<TInterceptor>(this IServiceCollection services)

