using System.Net.WebSockets;

namespace ClientBenchmark;

/// <summary>The platform's ClientWebSocket, as it is used best: one buffer, and results that cost no allocation.</summary>
internal sealed class PlatformClient(ClientWebSocket socket) : IEchoClient
{
    private readonly byte[] _buffer = new byte[64 * 1024];

    public static async Task<IEchoClient> ConnectAsync(Uri uri)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(uri, CancellationToken.None);
        return new PlatformClient(socket);
    }

    public async Task<long> RunAsync(byte[] payload, int inFlight, CancellationToken stop)
    {
        for (var i = 0; i < inFlight; i++)
        {
            await socket.SendAsync(payload.AsMemory(), WebSocketMessageType.Binary, true, CancellationToken.None);
        }

        var echoed = 0L;
        for (var left = inFlight; left > 0;)
        {
            var length = 0;
            ValueWebSocketReceiveResult received;
            do
            {
                received = await socket.ReceiveAsync(_buffer.AsMemory(), CancellationToken.None);
                length += received.Count;
            }
            while (!received.EndOfMessage);

            if (length != payload.Length)
            {
                throw new InvalidOperationException("The server does not echo.");
            }

            echoed++;
            if (stop.IsCancellationRequested)
            {
                left--;
            }
            else
            {
                await socket.SendAsync(payload.AsMemory(), WebSocketMessageType.Binary, true, CancellationToken.None);
            }
        }

        return echoed;
    }

    public async ValueTask DisposeAsync()
    {
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        socket.Dispose();
    }
}
