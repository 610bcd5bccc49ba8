using System.Net.WebSockets;

namespace BackplaneBenchmark;

/// <summary>One connection.</summary>
internal sealed class Subscriber : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly Wire _wire;

    private Subscriber(Wire wire) => _wire = wire;

    public static async Task<Subscriber> ConnectAsync(Uri address, Wire wire, Action<int> received)
    {
        var subscriber = new Subscriber(wire);
        await subscriber._socket.ConnectAsync(address, CancellationToken.None);
        if (wire.Greeting.Length > 0)
        {
            await subscriber._socket.SendAsync(wire.Greeting, WebSocketMessageType.Text, true, CancellationToken.None);
        }

        _ = subscriber.ReadAsync(received);
        return subscriber;
    }

    public Task SayAsync(int number) => _socket.SendAsync(_wire.Write(number), WebSocketMessageType.Text, true, CancellationToken.None);

    public void Dispose() => _socket.Dispose();

    private async Task ReadAsync(Action<int> received)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (true)
            {
                var result = await _socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                if (result.MessageType == WebSocketMessageType.Close)
                {
                    return;
                }

                _wire.Read(buffer.AsSpan(0, result.Count), received);
            }
        }
        catch (Exception error) when (error is WebSocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The measurement is over.
        }
    }
}
