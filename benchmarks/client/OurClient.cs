using Endpoints;
using Endpoints.Client;

namespace ClientBenchmark;

/// <summary>Endpoints.Client.</summary>
internal sealed class OurClient(WebSocketSession session) : IEchoClient
{
    private IAsyncEnumerator<WebSocketMessage>? _messages;

    public static async Task<IEchoClient> ConnectAsync(Uri uri) => new OurClient(await WebSocketClient.ConnectAsync(uri));

    public async Task<long> RunAsync(byte[] payload, int inFlight, CancellationToken stop)
    {
        _messages ??= session.ReceiveAllAsync(CancellationToken.None).GetAsyncEnumerator(CancellationToken.None);
        for (var i = 0; i < inFlight; i++)
        {
            await session.SendBinaryAsync(payload, CancellationToken.None);
        }

        var echoed = 0L;
        for (var left = inFlight; left > 0;)
        {
            if (!await _messages.MoveNextAsync() || _messages.Current.Payload.Length != payload.Length)
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
                await session.SendBinaryAsync(payload, CancellationToken.None);
            }
        }

        return echoed;
    }

    public async ValueTask DisposeAsync()
    {
        await session.DisposeAsync();
        if (_messages is not null)
        {
            await _messages.DisposeAsync();
        }
    }
}
