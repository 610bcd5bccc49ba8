using Endpoints.Client.Tests.Servers;
using Endpoints.Options;

namespace Endpoints.Client.Tests.Peers;

/// <summary>Against the servers of Node's <c>ws</c>, Python's <c>websockets</c> and Go's <c>gorilla/websocket</c>.</summary>
public sealed class PeerTests
{
    private static readonly int[] Sizes = [0, 1, 125, 126, 127, 1000, 65_535, 65_536, 200_000];

    [Theory]
    [InlineData("node", false, false)]
    [InlineData("node", true, false)]
    [InlineData("node", true, true)]
    [InlineData("python", false, false)]
    [InlineData("python", true, false)]
    [InlineData("python", true, true)]
    [InlineData("go", false, false)]
    [InlineData("go", true, false)]
    [InlineData("go", true, true)]
    public async Task Texts_and_binaries_come_back_and_the_servers_close_is_understood(string name, bool deflate, bool takeover)
    {
        var (process, address) = await PeerServers.StartAsync(name, deflate);
        await using var end = process;
        var options = new WebSocketClientOptions
        {
            Protocols = { "a", "b" },
            Compression = deflate
                ? new WebSocketCompressionOptions { ClientContextTakeover = takeover, ServerContextTakeover = takeover, Threshold = 0 }
                : null,
        };
        await using var session = await WebSocketClient.ConnectAsync(address, options).WaitAsync(RawServer.Patience);
        Assert.Equal("b", session.SubProtocol);
        var agreed = session.Handshake.GetHeaderValue("Sec-WebSocket-Extensions");
        Assert.Equal(deflate, agreed is not null);

        // Gorilla's server keeps no context, whatever it is offered.
        Assert.Equal(deflate && !(takeover && name != "go"), agreed?.Contains("server_no_context_takeover", StringComparison.Ordinal) ?? false);

        var sending = SendAsync(session);
        var received = 0;
        using var patience = new CancellationTokenSource(RawServer.Patience);
        await foreach (var message in session.ReceiveAllAsync(patience.Token))
        {
            var expected = Payload(received);
            Assert.Equal(received % 2 == 0, message.IsText);
            Assert.True(message.Payload.Span.SequenceEqual(expected), $"Message {received} of {expected.Length} bytes came back changed.");
            received++;
        }

        await sending;
        Assert.Equal(Sizes.Length * 2, received);
        Assert.Equal(new CloseStatus(4321, "as told"), await session.Completion.WaitAsync(RawServer.Patience));
    }

    [Theory]
    [InlineData("node")]
    [InlineData("python")]
    [InlineData("go")]
    public async Task Our_close_is_answered(string name)
    {
        var (process, address) = await PeerServers.StartAsync(name, deflate: false);
        await using var end = process;
        var session = await WebSocketClient.ConnectAsync(address).WaitAsync(RawServer.Patience);
        Assert.Null(session.SubProtocol);
        await session.CloseAsync(new CloseStatus(3456, "mine"));
        Assert.Equal(new CloseStatus(3456, "mine"), await session.Completion.WaitAsync(RawServer.Patience));
    }

    private static async Task SendAsync(WebSocketSession session)
    {
        for (var i = 0; i < Sizes.Length * 2; i++)
        {
            await (i % 2 == 0 ? session.SendTextAsync(Payload(i)) : session.SendBinaryAsync(Payload(i)));
        }

        await session.SendTextAsync("close 4321 as told");
    }

    private static byte[] Payload(int number) =>
        [.. Enumerable.Range(0, Sizes[number / 2]).Select(i => (byte)(number % 2 == 0 ? 'a' + (i % 26) : (i * 31) + number))];
}
