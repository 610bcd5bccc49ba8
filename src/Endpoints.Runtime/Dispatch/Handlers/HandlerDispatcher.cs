using Endpoints.Generated;

namespace Endpoints.Dispatch.Handlers;

/// <summary>
/// A session whose whole conversation is one method: what an emitted dispatcher with one handler of a sequence would be. So the rules about what
/// the end of the method means are those of every endpoint.
/// </summary>
internal sealed class HandlerDispatcher : EndpointDispatcher
{
    private readonly SessionMessages _messages;
    private readonly MessageStream[] _streams;
    private readonly bool _isOwned;

    /// <param name="handler">The conversation.</param>
    /// <param name="isOwned">Whether the handler ends with the session.</param>
    /// <param name="offThread">Whether it goes on on the thread pool when a message has come.</param>
    public HandlerDispatcher(IWebSocketHandler handler, bool isOwned, bool offThread)
    {
        Handler = handler;
        _isOwned = isOwned;
        _messages = new SessionMessages(RunAsync, offThread);
        _streams = [_messages.Stream];
    }

    /// <summary>The conversation.</summary>
    public IWebSocketHandler Handler { get; }

    public override HandlerKinds Handlers => HandlerKinds.Text | HandlerKinds.Binary;

    public override IReadOnlyList<MessageStream> Streams => _streams;

    public override ValueTask TextAsync(WebSocketSession session, IncomingMessage message) => _messages.WriteTextAsync(message);

    public override ValueTask BinaryAsync(WebSocketSession session, IncomingMessage message) => _messages.WriteBinaryAsync(message);

    public override ValueTask DisposeAsync()
    {
        if (!_isOwned)
        {
            return default;
        }

        if (Handler is IAsyncDisposable asyncDisposable)
        {
            return asyncDisposable.DisposeAsync();
        }

        (Handler as IDisposable)?.Dispose();
        return default;
    }

    internal override IAsyncEnumerable<WebSocketMessage> ReceiveAllAsync(CancellationToken cancellationToken) =>
        _messages.ReceiveAllAsync(cancellationToken);

    private ValueTask RunAsync(WebSocketSession session) => Handler.HandleAsync(session, session.Aborted);
}
