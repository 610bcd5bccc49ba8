using Endpoints.Generated;

namespace Endpoints.Connections;

/// <summary>Hands the messages of a session to whoever walks them, and runs nothing: the walk is the session holder's own.</summary>
/// <param name="offThread">Whether the walk goes on on the thread pool rather than on the thread that received the message.</param>
internal sealed class MessageSink(bool offThread = false) : ISessionSink
{
    private readonly SessionMessages _messages = new(static _ => default, offThread);

    public HandlerKinds Handlers => HandlerKinds.Text | HandlerKinds.Binary;

    public ValueTask OpenedAsync(WebSocketSession session) => default;

    public ValueTask TextAsync(WebSocketSession session, IncomingMessage message) => _messages.WriteTextAsync(message);

    public ValueTask BinaryAsync(WebSocketSession session, IncomingMessage message) => _messages.WriteBinaryAsync(message);

    public ValueTask PingAsync(WebSocketSession session, IncomingMessage message) => default;

    public ValueTask PongAsync(WebSocketSession session, IncomingMessage message) => default;

    public void EndInput(CancellationToken lost) => _messages.Stream.End(lost);

    public void AbandonInput() => _messages.Stream.Abandon();

    public ValueTask ClosedAsync(WebSocketSession session, CloseStatus status) => default;

    public IAsyncEnumerable<WebSocketMessage> ReceiveAllAsync(CancellationToken cancellationToken) => _messages.ReceiveAllAsync(cancellationToken);
}
