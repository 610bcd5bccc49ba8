using System.ComponentModel;

namespace Endpoints.Generated;

/// <summary>
/// One session's way into its endpoint: the emitted subclass holds the instance and the bound values, and calls the handlers.
/// The connection makes one call at a time and waits for each to complete, but for ping and pong beside a message that is read while it
/// arrives, and for messages of an endpoint with <c>MaxConcurrency</c>. Exceptions pass through to the connection.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class EndpointDispatcher : IFilterSteps
{
    /// <summary>Which handlers there are for this session's sub-protocol.</summary>
    public abstract HandlerKinds Handlers { get; }

    /// <summary>
    /// Whether there is nothing in it that is of one session: the endpoint is a singleton, and no values are bound. Then all sessions of the
    /// endpoint are given the first one.
    /// </summary>
    public virtual bool IsSameForAll => false;

    /// <summary>
    /// The handlers of this session's sub-protocol that take messages as a sequence. They are run when <see cref="OpenAsync"/> has
    /// completed, beside the delivery of messages; <see cref="TextAsync"/> and <see cref="BinaryAsync"/> feed them.
    /// </summary>
    public virtual IReadOnlyList<MessageStream> Streams => [];

    /// <summary>The messages, for who holds the whole session.</summary>
    /// <param name="cancellationToken">Ends the walk.</param>
    internal virtual IAsyncEnumerable<WebSocketMessage> ReceiveAllAsync(CancellationToken cancellationToken) => throw new InvalidOperationException(
        "The messages of this session go to the handlers of its endpoint. Take them there, one by one or as an IAsyncEnumerable<T> parameter.");

    /// <summary>Runs after the handshake, before any message.</summary>
    public virtual ValueTask OpenAsync(WebSocketSession session) => default;

    /// <summary>A text message; the payload is valid UTF-8. Called only with <see cref="HandlerKinds.Text"/>.</summary>
    public virtual ValueTask TextAsync(WebSocketSession session, IncomingMessage message) => default;

    /// <summary>A binary message. Called only with <see cref="HandlerKinds.Binary"/>.</summary>
    public virtual ValueTask BinaryAsync(WebSocketSession session, IncomingMessage message) => default;

    /// <summary>A text message that begins; the bytes that come are valid UTF-8. Called only with <see cref="HandlerKinds.TextBody"/>.</summary>
    public virtual ValueTask TextBodyAsync(WebSocketSession session, MessageBody body) => default;

    /// <summary>A binary message that begins. Called only with <see cref="HandlerKinds.BinaryBody"/>.</summary>
    public virtual ValueTask BinaryBodyAsync(WebSocketSession session, MessageBody body) => default;

    /// <summary>A ping that was answered. Called only with <see cref="HandlerKinds.Ping"/>.</summary>
    public virtual ValueTask PingAsync(WebSocketSession session, IncomingMessage message) => default;

    /// <summary>A pong. Called only with <see cref="HandlerKinds.Pong"/>.</summary>
    public virtual ValueTask PongAsync(WebSocketSession session, IncomingMessage message) => default;

    /// <summary>Runs once when the session has ended.</summary>
    public virtual ValueTask CloseAsync(WebSocketSession session, CloseStatus status) => default;

    /// <summary>An exception of another handler; false when no error handler takes its type.</summary>
    public virtual ValueTask<bool> ErrorAsync(WebSocketSession session, Exception error) => new(false);

    /// <summary>Disposes the endpoint instance where the session owns it and it is disposable. After <see cref="CloseAsync"/>.</summary>
    public virtual ValueTask DisposeAsync() => default;

    /// <inheritdoc/>
    ValueTask IFilterSteps.RunStepAsync(int step, WebSocketSession session, FilteredMessage message) => StepAsync(step, session, message);

    /// <summary>Runs one step of the emitted chains: a filter, a check, or the handler at a chain's end.</summary>
    /// <param name="step">The step's number.</param>
    /// <param name="session">The session.</param>
    /// <param name="message">The message; the default value when the session opens.</param>
    protected virtual ValueTask StepAsync(int step, WebSocketSession session, FilteredMessage message) => default;

    /// <summary>A step, for the one before it to run.</summary>
    protected FilterNext Next(int step, WebSocketSession session, FilteredMessage message) => new(this, step, session, message);
}
