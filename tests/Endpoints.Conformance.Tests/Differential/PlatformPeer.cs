using System.Net.WebSockets;

namespace Endpoints.Conformance.Tests.Differential;

/// <summary>The platform's own WebSocket, driven to the end of a conversation.</summary>
internal sealed class PlatformPeer(WebSocket socket, Random random) : IDisposable
{
    private readonly List<ReceivedMessage> _received = [];

    public WebSocket Socket => socket;

    public static PlatformPeer Create(Stream stream, bool isServer, Agreement? agreement, int seed) => new(
        WebSocket.CreateFromStream(
            stream, new WebSocketCreationOptions { IsServer = isServer, DangerousDeflateOptions = agreement?.ToPlatform() }),
        new Random(seed));

    /// <summary>What came; to be read once <see cref="ReceiveAllAsync"/> has ended.</summary>
    public IReadOnlyList<ReceivedMessage> Received => _received;

    public void Dispose() => socket.Dispose();

    public async Task SendAsync(ScriptMessage message, CancellationToken cancellationToken)
    {
        foreach (var (payload, _, isLast) in message.Fragments())
        {
            var flags = (isLast ? WebSocketMessageFlags.EndOfMessage : WebSocketMessageFlags.None)
                | (message.Compress ? WebSocketMessageFlags.None : WebSocketMessageFlags.DisableCompression);
            await socket.SendAsync(payload, message.Type, flags, cancellationToken);
        }
    }

    /// <summary>Receives into buffers of all sizes up to the peer's close frame.</summary>
    public async Task ReceiveAllAsync(Func<ReceivedMessage, Task> onMessage, CancellationToken cancellationToken)
    {
        var message = new List<byte>();
        while (true)
        {
            var buffer = new byte[1 + random.Next(random.Next(2) == 0 ? 50_000 : 3_000)];
            var result = await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
            if (result.MessageType == WebSocketMessageType.Close)
            {
                return;
            }

            message.AddRange(buffer.AsSpan(0, result.Count));
            if (result.EndOfMessage)
            {
                var received = new ReceivedMessage(result.MessageType, message.ToArray());
                message.Clear();
                _received.Add(received);
                await onMessage(received);
            }
        }
    }

    public Task CloseAsync(CloseStatus status, CancellationToken cancellationToken) =>
        socket.CloseOutputAsync((WebSocketCloseStatus)status.Code, status.Reason, cancellationToken);
}
