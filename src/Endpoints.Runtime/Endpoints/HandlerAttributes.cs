namespace Endpoints;

/// <summary>
/// Marks a method of an endpoint class as a handler. Handlers of one session never run at the same time, unless the endpoint's
/// <see cref="WebSocketEndpointAttribute.MaxConcurrency"/> allows it.
/// </summary>
/// <remarks>
/// A handler of messages may take them all as an <see cref="IAsyncEnumerable{T}"/>. It is called once a session, after
/// <see cref="OnOpenAttribute"/>, and runs beside the other handlers. When it ends, the session is closed with 1000.
/// </remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public abstract class HandlerAttribute : Attribute
{
    private protected HandlerAttribute()
    {
    }

    /// <summary>
    /// Runs the handler only in sessions that agreed on this sub-protocol; one of the endpoint's <c>Protocols</c>. A handler without it
    /// serves all sessions whose sub-protocol has none of its own for the same event or message.
    /// </summary>
    public string? Protocol { get; set; }
}

/// <summary>Runs once after the handshake, before any message is delivered.</summary>
public sealed class OnOpenAttribute : HandlerAttribute;

/// <summary>Runs for each text message. The payload is valid UTF-8.</summary>
public sealed class OnTextAttribute : HandlerAttribute;

/// <summary>Runs for each binary message.</summary>
public sealed class OnBinaryAttribute : HandlerAttribute;

/// <summary>
/// With a typed payload: runs for each text message, read as JSON, or for each message of the codec's kind where the endpoint uses one.
/// With a raw payload: runs for text and binary messages that no other handler takes.
/// </summary>
/// <remarks>
/// A class may have several with typed payloads that <see cref="MessageAttribute"/> or System.Text.Json's <c>[JsonDerivedType]</c> tells
/// apart. What none of them takes goes to the <see cref="OnTextAttribute"/> handler, to an <c>[OnMessage]</c> handler of their polymorphic
/// base, or to the raw one; where there is none, it cannot be read, and the session is closed with 1007 and a reason that names it.
/// </remarks>
public sealed class OnMessageAttribute : HandlerAttribute;

/// <summary>Runs for each ping of the peer. The pong has been queued already (RFC 6455 section 5.5.2).</summary>
public sealed class OnPingAttribute : HandlerAttribute;

/// <summary>Runs for each pong of the peer, keep-alive answers included.</summary>
public sealed class OnPongAttribute : HandlerAttribute;

/// <summary>Runs once when the session has ended, however it ended. Nothing can be sent any more.</summary>
public sealed class OnCloseAttribute : HandlerAttribute;

/// <summary>
/// Runs when another handler throws an exception of the parameter's type. The session stays open; without a handler that fits
/// it is closed with 1011, or with 1007 where the payload could not be read.
/// </summary>
public sealed class OnErrorAttribute : HandlerAttribute;
