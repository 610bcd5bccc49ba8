using System.Net;
using System.Net.WebSockets;

namespace Endpoints.Integration.Tests.Clients.Matrix;

/// <summary>The matrix with .NET's own client.</summary>
internal sealed class DotNetMatrix(Uri address, Version version, bool windows)
{
    /// <summary>How many messages are on their way at a time.</summary>
    private const int Most = 64;

    /// <summary>What the server answered to the offers.</summary>
    public List<string> Agreed { get; } = [];

    /// <summary>Checks that each message comes back as it was, in order.</summary>
    public async Task EchoAsync(int seed, int count)
    {
        using var client = await ConnectAsync("/matrix/echo");
        using var room = new SemaphoreSlim(Most);
        using var failed = new CancellationTokenSource();
        var sending = Task.Run(async () =>
        {
            var outgoing = new RandomMessages(seed);
            for (var i = 0; i < count; i++)
            {
                await room.WaitAsync(failed.Token);
                await SendAsync(client, outgoing.Next());
            }
        });
        try
        {
            await CheckAsync(client, seed, count, () => room.Release());
        }
        catch
        {
            await failed.CancelAsync();
            throw;
        }

        await sending;
        await client.CloseAsync();
        Assert.Equal(WebSocketCloseStatus.NormalClosure, client.Socket.CloseStatus);
    }

    /// <summary>Checks that the server sends the messages of the seed.</summary>
    public async Task SourceAsync(int seed, int count)
    {
        using var client = await ConnectAsync($"/matrix/source/{seed}/{count}");
        await CheckAsync(client, seed, count, () => { });
        Assert.Equal(WebSocketMessageType.Close, (await client.ReceiveAsync()).Type);
        Assert.Equal((WebSocketCloseStatus.NormalClosure, "sent"), (client.Socket.CloseStatus, client.Socket.CloseStatusDescription));
    }

    private async Task<DotNetClient> ConnectAsync(string path)
    {
        var client = await DotNetClient.ConnectAsync(
            new Uri(new UriBuilder(address) { Scheme = "ws" }.Uri, path),
            version,
            options => options.DangerousDeflateOptions = windows
                ? new WebSocketDeflateOptions { ServerMaxWindowBits = 10, ClientMaxWindowBits = 11 }
                : new WebSocketDeflateOptions());
        Agreed.Add(client.Socket.HttpResponseHeaders!.TryGetValue("Sec-WebSocket-Extensions", out var values) ? string.Join(", ", values) : "");
        return client;
    }

    private static async Task SendAsync(DotNetClient client, RandomMessage message)
    {
        var (type, length, pieces) = (TypeOf(message), message.Payload.Length, message.Pieces);
        for (var i = 0; i < pieces; i++)
        {
            await client.SendAsync(type, message.Payload[(length * i / pieces)..(length * (i + 1) / pieces)], isFinal: i == pieces - 1);
        }
    }

    private static async Task CheckAsync(DotNetClient client, int seed, int count, Action onMessage)
    {
        var expected = new RandomMessages(seed);
        for (var i = 0; i < count; i++)
        {
            var message = expected.Next();
            var received = await client.ReceiveAsync();
            Assert.Equal(TypeOf(message), received.Type);
            Assert.True(message.Payload.Span.SequenceEqual(received.Payload), $"Message {i}, {message.Payload.Length} bytes, came as other {received.Payload.Length}.");
            onMessage();
        }
    }

    private static WebSocketMessageType TypeOf(RandomMessage message) =>
        message.IsText ? WebSocketMessageType.Text : WebSocketMessageType.Binary;
}
