using System.Text;
using Endpoints.Connections;
using Endpoints.Generated;

namespace Endpoints.TestKit.Connections;

/// <summary>Notes every call, one line each, and runs what the test gives it.</summary>
internal sealed class RecordingSink : ISessionSink
{
    private readonly List<string> _calls = [];

    public HandlerKinds Handlers { get; init; } = HandlerKinds.Text | HandlerKinds.Binary | HandlerKinds.Ping | HandlerKinds.Pong;

    public Func<WebSocketSession, string, ValueTask> OnCall { get; set; } = static (_, _) => default;

    /// <summary>Reads the messages that come as bodies, where <see cref="Handlers"/> has them.</summary>
    public Func<WebSocketSession, MessageBody, ValueTask> OnBody { get; set; } = static (_, _) => default;

    /// <summary>Keeps the payload of the last message as a handler with a memory parameter does.</summary>
    public bool BorrowsMemory { get; set; }

    public ReadOnlyMemory<byte> Borrowed { get; private set; }

    public IReadOnlyList<string> Calls => _calls;

    public ValueTask OpenedAsync(WebSocketSession session) => Note(session, "open");

    public ValueTask TextAsync(WebSocketSession session, IncomingMessage message) => Note(session, "text", message);

    public ValueTask BinaryAsync(WebSocketSession session, IncomingMessage message) => Note(session, "binary", message);

    public ValueTask TextBodyAsync(WebSocketSession session, MessageBody body) => NoteBody(session, "text body", body);

    public ValueTask BinaryBodyAsync(WebSocketSession session, MessageBody body) => NoteBody(session, "binary body", body);

    public ValueTask PingAsync(WebSocketSession session, IncomingMessage message) => Note(session, "ping", message);

    public ValueTask PongAsync(WebSocketSession session, IncomingMessage message) => Note(session, "pong", message);

    public ValueTask ClosedAsync(WebSocketSession session, CloseStatus status) => Note(session, $"closed {status}");

    private ValueTask Note(WebSocketSession session, string kind, IncomingMessage message)
    {
        if (BorrowsMemory)
        {
            Borrowed = message.AsMemory();
        }

        return Note(session, message.Payload.IsEmpty ? kind : $"{kind} {Encoding.UTF8.GetString(message.Payload)}");
    }

    private ValueTask NoteBody(WebSocketSession session, string call, MessageBody body)
    {
        _calls.Add(call);
        return OnBody(session, body);
    }

    private ValueTask Note(WebSocketSession session, string call)
    {
        _calls.Add(call);
        return OnCall(session, call);
    }
}
