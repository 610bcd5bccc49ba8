using System.Diagnostics.CodeAnalysis;

namespace Endpoints;

/// <summary>
/// Makes a class a WebSocket endpoint. The build emits its route, its handshake validator and its dispatcher.
/// </summary>
/// <remarks>
/// <para>The class needs at least one method with a handler attribute (<see cref="OnTextAttribute"/> and its relatives).
/// It needs to be <c>partial</c> only where a handler or the constructor is not visible to the rest of its assembly.</para>
/// <para>Numbers left at <c>0</c> take the value of a rule for a pattern of the route, or the application's; a rule for this endpoint goes before
/// the attribute. See <see cref="Options.WebSocketEndpointOptions"/>.</para>
/// </remarks>
/// <param name="path">The route template as ASP.NET Core writes it, for example <c>/rooms/{room}/{page:int?}</c>. It begins with <c>/</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class WebSocketEndpointAttribute([StringSyntax("Route")] string path) : Attribute
{
    /// <summary>The route template.</summary>
    public string Path { get; } = path;

    /// <summary>The sub-protocols offered, each an RFC 9110 token; compared exactly, as RFC 6455 section 1.9 has it.</summary>
    public string[] Protocols { get; set; } = [];

    /// <summary>Whose order decides when several sub-protocols are common to both sides. The client's by default.</summary>
    public ProtocolPreference ProtocolPreference { get; set; }

    /// <summary>Refuses, with 400, a client with which no sub-protocol is agreed. Otherwise the session has none.</summary>
    public bool RequireProtocol { get; set; }

    /// <summary>
    /// Origins admitted besides the endpoint's own: <c>https://example.com</c>, <c>https://*.example.com</c> (any sub-domain,
    /// not the domain itself) or <c>*</c> (any). Rules and CORS policies may admit others besides. A request without an <c>Origin</c> header is not from a browser and is admitted.
    /// </summary>
    public string[] Origins { get; set; } = [];

    /// <summary>Lower comes first where several templates match one path; within one order ASP.NET Core's precedence decides.</summary>
    public int Order { get; set; }

    /// <summary>One instance a session (the default), or one for all of them.</summary>
    public EndpointLifetime Lifetime { get; set; }

    /// <summary>
    /// The <c>JsonSerializerContext</c> of typed payloads. When it is not set, the one context of the project that lists the type is taken.
    /// </summary>
    public Type? JsonContext { get; set; }

    /// <summary>
    /// The JSON property that tells <see cref="MessageAttribute"/> types apart; compared exactly. Contracts of <c>[JsonDerivedType]</c> have
    /// that of their base instead, <c>$type</c> unless it says otherwise.
    /// </summary>
    public string Discriminator { get; set; } = "type";

    /// <summary>
    /// Largest message, in bytes after assembly and decompression: 1 to 2,147,483,591. A larger one is closed with 1009. A message that
    /// its handler reads while it arrives, as a <see cref="Stream"/> or a <see cref="System.IO.Pipelines.PipeReader"/>, is limited only by
    /// the value that is set here or by a rule, not by the application's: it is never held as a whole. The same for <see cref="MaxFrameSize"/>.
    /// </summary>
    public int MaxMessageSize { get; set; }

    /// <summary>Largest payload of one frame, in bytes: 1 to <see cref="MaxMessageSize"/>. A larger one is closed with 1009.</summary>
    public int MaxFrameSize { get; set; }

    /// <summary>Bytes that may wait to be sent: 1 or more. One message is always accepted by an empty queue.</summary>
    public int MaxSendQueueSize { get; set; }

    /// <summary>Messages that may wait to be sent, whatever their size: 1 or more. The application has no bound by default.</summary>
    public int MaxSendQueueMessages { get; set; }

    /// <summary>
    /// What becomes of a message for which a session's send queue has no room. When it is not written here: as a rule or the application has it,
    /// <see cref="SendPolicy.Wait"/> by default.
    /// </summary>
    public SendPolicy SendPolicy { get; set; }

    /// <summary>
    /// Checks typed messages by the <c>System.ComponentModel.DataAnnotations</c> attributes of their types, of what is in them, and by
    /// <c>IValidatableObject</c>, before the handler runs. What fails is a <see cref="MessageValidationException"/>.
    /// </summary>
    public bool ValidateMessages { get; set; }

    /// <summary>Seconds between keep-alive pings: 1 to 86,400; <c>-1</c> for none.</summary>
    public int KeepAliveIntervalSeconds { get; set; }

    /// <summary>Seconds that a peer may stay silent after a keep-alive ping: 1 to 86,400.</summary>
    public int KeepAliveTimeoutSeconds { get; set; }

    /// <summary>Seconds without a byte from the peer after which the session is closed with 1001: 1 to 86,400; <c>-1</c> for no limit.</summary>
    public int IdleTimeoutSeconds { get; set; }

    /// <summary>Seconds that the peer has to answer a close frame: 1 to 86,400.</summary>
    public int CloseTimeoutSeconds { get; set; }

    /// <summary>
    /// Most message handlers of one session that run at the same time: 1 to 1,024. 0 and 1 stand for one after the other. With more,
    /// the endpoint's fields need synchronisation, messages may be handled in another order than they came in, and replies leave in
    /// the order in which handlers complete. Open, ping, pong and close handlers are not counted: no message is handled before the
    /// open handler has completed, and the close handler runs when all others have.
    /// </summary>
    public int MaxConcurrency { get; set; }

    /// <summary>
    /// Sessions at a time: 1 or more. A handshake beyond it is refused with 503 and <c>Retry-After</c>. See
    /// <see cref="Options.WebSocketEndpointOptions.MaxSessions"/>; how much a session may send is <see cref="RateLimitAttribute"/>.
    /// </summary>
    public int MaxSessions { get; set; }

    /// <summary>Sessions of one address at a time: 1 or more. See <see cref="Options.WebSocketEndpointOptions.MaxSessionsPerAddress"/>.</summary>
    public int MaxSessionsPerAddress { get; set; }

    /// <summary>Sessions of one user at a time: 1 or more. See <see cref="Options.WebSocketEndpointOptions.MaxSessionsPerUser"/>.</summary>
    public int MaxSessionsPerUser { get; set; }

    /// <summary>Whether messages are compressed where the client offers it (RFC 7692). As the application has it by default.</summary>
    public EndpointCompression Compression { get; set; }

    /// <summary>
    /// Where event loops serve the endpoint, its asynchronous handlers go on on the thread pool after what they wait for. By default they
    /// come back to their loop, so that all of a session runs on one thread, and no lock is needed for what only this session and others of
    /// the same loop touch. Without effect at other doors, where there is no such thread.
    /// </summary>
    public bool ResumesOnThreadPool { get; set; }
}
