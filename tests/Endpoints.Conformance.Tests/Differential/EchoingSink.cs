using System.Net.WebSockets;
using Endpoints.Connections;
using Endpoints.Generated;

namespace Endpoints.Conformance.Tests.Differential;

/// <summary>Echoes and keeps every message, and does after each what the test wants.</summary>
internal sealed class EchoingSink(Func<WebSocketSession, int, ValueTask> afterMessage) : ISessionSink
{
    private readonly List<ReceivedMessage> _received = [];
    private readonly List<string> _pongs = [];

    public HandlerKinds Handlers => HandlerKinds.Text | HandlerKinds.Binary | HandlerKinds.Pong;

    /// <summary>What came; to be read once the session has ended.</summary>
    public IReadOnlyList<ReceivedMessage> Received => _received;

    public IReadOnlyList<string> Pongs => _pongs;

    public ValueTask OpenedAsync(WebSocketSession session) => default;

    public ValueTask TextAsync(WebSocketSession session, IncomingMessage message) => EchoAsync(session, WebSocketMessageType.Text, message);

    public ValueTask BinaryAsync(WebSocketSession session, IncomingMessage message) => EchoAsync(session, WebSocketMessageType.Binary, message);

    public ValueTask PingAsync(WebSocketSession session, IncomingMessage message) => default;

    public ValueTask PongAsync(WebSocketSession session, IncomingMessage message)
    {
        _pongs.Add(Convert.ToHexString(message.Payload));
        return default;
    }

    public ValueTask ClosedAsync(WebSocketSession session, CloseStatus status) => default;

    private ValueTask EchoAsync(WebSocketSession session, WebSocketMessageType type, IncomingMessage message)
    {
        _received.Add(new ReceivedMessage(type, message.Payload));
        return AwaitAsync(session, type, message.AsMemory());
    }

    private async ValueTask AwaitAsync(WebSocketSession session, WebSocketMessageType type, ReadOnlyMemory<byte> payload)
    {
        var number = _received.Count;
        await (type == WebSocketMessageType.Text ? session.SendTextAsync(payload) : session.SendBinaryAsync(payload));
        await afterMessage(session, number);
    }
}
