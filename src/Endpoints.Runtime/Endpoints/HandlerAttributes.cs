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

    /// <summary>Runs the handler only in sessions that agreed on this sub-protocol; one of the endpoint's <c>Protocols</c>.</summary>
    public string? Protocol { get; set; }
}

/// <summary>Runs once after the handshake, before any message is delivered.</summary>
public sealed class OnOpenAttribute : HandlerAttribute;

/// <summary>Runs for each text message. The payload is valid UTF-8.</summary>
public sealed class OnTextAttribute : HandlerAttribute;

/// <summary>Runs for each binary message.</summary>
public sealed class OnBinaryAttribute : HandlerAttribute;

/// <summary>
/// With a typed payload: runs for each text message, read as JSON. With a raw payload: runs for text and binary messages that no
/// <see cref="OnTextAttribute"/> or <see cref="OnBinaryAttribute"/> handler takes.
/// </summary>
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
