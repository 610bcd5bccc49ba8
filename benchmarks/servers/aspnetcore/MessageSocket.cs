using System.Net.WebSockets;

namespace AspNetCoreServer;

/// <summary>Whole messages over a <see cref="WebSocket"/>, in a buffer that starts at 4 KiB and grows to the largest message so far.</summary>
internal sealed class MessageSocket(WebSocket socket)
{
    private const int MaxMessageSize = 16 * 1024 * 1024;

    private byte[] _buffer = new byte[4096];

    public WebSocketMessageType Type { get; private set; }

    /// <summary>The next message, valid until the next call; null when the peer has closed or is gone.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync()
    {
        var length = 0;
        try
        {
            while (true)
            {
                var part = await socket.ReceiveAsync(_buffer.AsMemory(length), CancellationToken.None);
                length += part.Count;
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
                    return null;
                }

                if (part.EndOfMessage)
                {
                    Type = part.MessageType;
                    return _buffer.AsMemory(0, length);
                }

                if (length == _buffer.Length)
                {
                    if (length >= MaxMessageSize)
                    {
                        await socket.CloseOutputAsync(WebSocketCloseStatus.MessageTooBig, null, CancellationToken.None);
                        return null;
                    }

                    Array.Resize(ref _buffer, length * 2);
                }
            }
        }
        catch (WebSocketException)
        {
            return null;
        }
    }

    public async ValueTask SendAsync(ReadOnlyMemory<byte> message, WebSocketMessageType type)
    {
        try
        {
            await socket.SendAsync(message, type, endOfMessage: true, CancellationToken.None);
        }
        catch (WebSocketException)
        {
            // The peer is gone; its receive says so as well, and that ends the conversation.
        }
    }
}
