namespace Endpoints;

/// <summary>
/// Code around an opening handshake: it may refuse, with any status, choose the sub-protocol, say who the user is, add headers to the response
/// and items to the session. For all endpoints by <c>services.AddWebSocketHandshakeInterceptor&lt;T&gt;()</c>, for one by
/// <see cref="HandshakeInterceptorAttribute{TInterceptor}"/>.
/// </summary>
/// <remarks>
/// <para>There is one instance in a host, which many handshakes use at the same time; what belongs to one of them is in its context, services
/// of a scope in its <see cref="WebSocketHandshake.Services"/>.</para>
/// <para>An endpoint that has none pays nothing for them.</para>
/// </remarks>
public interface IWebSocketHandshakeInterceptor
{
    /// <summary>
    /// A request has passed all checks of the endpoint, and nothing was answered yet; the endpoint itself is created after this. Interceptors
    /// of the application come first, in the order in which they were added, then those of the endpoint, in the order in which they are
    /// declared. None is called after one that has refused or thrown.
    /// </summary>
    /// <param name="context">The handshake.</param>
    /// <param name="cancellationToken">
    /// Cancelled when the peer is gone, or when the handshake has taken longer than <c>HandshakeTimeout</c>, which is answered with 503.
    /// </param>
    /// <remarks>An exception is logged, and the handshake refused with 500.</remarks>
    ValueTask BeforeAsync(WebSocketHandshakeContext context, CancellationToken cancellationToken) => default;

    /// <summary>
    /// What is answered is final: <see cref="WebSocketHandshakeContext.StatusCode"/> has it. Called once for each call of
    /// <see cref="BeforeAsync"/>, those included that have refused or thrown, in the opposite order, and never while that still runs.
    /// </summary>
    /// <param name="context">The handshake; it cannot be changed any more.</param>
    /// <param name="failure">
    /// What went wrong: the exception of an interceptor or of the endpoint's constructor, a <see cref="TimeoutException"/>, or that the peer was
    /// gone. <see langword="null"/> when a session was opened or the handshake was refused in order.
    /// </param>
    /// <remarks>
    /// Of a handshake that is accepted the response was handed to the network before this, and no handler of the session has run; the session
    /// does not wait for what this awaits. An exception is logged and changes nothing.
    /// </remarks>
    ValueTask AfterAsync(WebSocketHandshakeContext context, Exception? failure) => default;
}
