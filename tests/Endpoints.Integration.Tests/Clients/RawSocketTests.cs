using System.Text;
using Endpoints.Protocol;
using Endpoints.TestKit.Frames;
using Endpoints.TestKit.Net;
using Endpoints.Testing;

namespace Endpoints.Integration.Tests.Clients;

/// <summary>Bytes on a TCP connection to the echo sample, cut wherever TCP may cut them.</summary>
[Collection(EchoCollection.Name)]
public sealed class RawSocketTests(EchoSample echo)
{
    /// <summary>The request of Spring's documentation, to the byte.</summary>
    private const string SeedRequest =
        "GET /spring-websocket-portfolio/portfolio HTTP/1.1\r\n" +
        "Host: localhost:8080\r\n" +
        "Upgrade: websocket\r\n" +
        "Connection: Upgrade\r\n" +
        "Sec-WebSocket-Key: Uc9l9TMkWGbHFD2qnFHltg==\r\n" +
        "Sec-WebSocket-Protocol: v10.stomp, v11.stomp\r\n" +
        "Sec-WebSocket-Version: 13\r\n" +
        "Origin: http://localhost:8080\r\n" +
        "\r\n";

    [Fact]
    public async Task The_seed_s_request_gets_the_seed_s_response()
    {
        await using var peer = new RawPeer(await echo.ConnectAsync());

        AssertSeedResponse(await peer.ExchangeAsync(SeedRequest));
        await AssertConversationAsync(peer);
    }

    [Fact]
    public async Task A_plain_request_is_told_to_upgrade()
    {
        await using var peer = new RawPeer(await echo.ConnectAsync());

        var response = await peer.ExchangeAsync("GET /echo HTTP/1.1\r\nHost: localhost\r\n\r\n");

        Assert.Equal(426, response.Status);
        Assert.Equal("websocket", response["Upgrade"]);
        Assert.Equal("13", response["Sec-WebSocket-Version"]);
        Assert.Contains("Upgrade", response["Connection"]);
    }

    /// <summary>Each byte of the handshake, of the frames and of the closing handshake is a write, and so a segment, of its own.</summary>
    [Fact]
    public async Task A_whole_conversation_may_come_byte_by_byte()
    {
        await using var stream = await echo.ConnectAsync();
        await using var peer = new RawPeer(stream);

        await WriteEachByteAsync(stream, Encoding.ASCII.GetBytes(SeedRequest));
        AssertSeedResponse(await peer.ReadResponseAsync());

        var long16 = Payloads.MakeText(new Random(1), 300);
        await WriteEachByteAsync(stream, FrameBuilder.Text("héllo 😀"));
        await WriteEachByteAsync(stream, FrameBuilder.Fragments(Opcode.Text, long16, [1, 0, 100]));
        await WriteEachByteAsync(stream, FrameBuilder.Ping("between"));
        await WriteEachByteAsync(stream, FrameBuilder.Binary([]));
        await WriteEachByteAsync(stream, FrameBuilder.Close(4321, "bye"));

        Assert.Equal("héllo 😀", await peer.ReadTextAsync());
        Assert.Equal(long16, Encoding.UTF8.GetBytes(await peer.ReadTextAsync()));
        var pong = await peer.ReadFrameAsync();
        Assert.Equal((Opcode.Pong, "between"), (pong.Opcode, pong.Text));
        var empty = await peer.ReadFrameAsync();
        Assert.Equal((Opcode.Binary, 0), (empty.Opcode, empty.Payload.Length));
        var close = await peer.ReadFrameAsync();
        Assert.Equal((Opcode.Close, 4321), (close.Opcode, close.CloseCode));
        Assert.True(await peer.IsAtEndAsync());
    }

    /// <summary>Two segments, cut at each position in turn; the response to the first half is not waited for, as there is none.</summary>
    [Fact]
    public async Task A_handshake_may_be_cut_anywhere()
    {
        var request = Encoding.ASCII.GetBytes(SeedRequest);
        for (var cut = 1; cut < request.Length; cut++)
        {
            await using var stream = await echo.ConnectAsync();
            await using var peer = new RawPeer(stream);
            await stream.WriteAsync(request.AsMemory(0, cut));
            await stream.WriteAsync(request.AsMemory(cut));
            AssertSeedResponse(await peer.ReadResponseAsync());
        }
    }

    /// <summary>A client may send frames with the request only after the response; a server must take what comes right behind it.</summary>
    [Fact]
    public async Task A_conversation_may_be_cut_anywhere()
    {
        var frames = FrameBuilder.Concat(
            FrameBuilder.Text("first"), FrameBuilder.Fragments(Opcode.Binary, [1, 2, 3, 4, 5], [2, 2]), FrameBuilder.Ping("p"), FrameBuilder.Close(1000, "done"));
        for (var cut = 1; cut < frames.Length; cut++)
        {
            await using var stream = await echo.ConnectAsync();
            await using var peer = new RawPeer(stream);
            await peer.OpenAsync("/echo");
            await stream.WriteAsync(frames.AsMemory(0, cut));
            await stream.WriteAsync(frames.AsMemory(cut));

            Assert.Equal("first", await peer.ReadTextAsync());
            Assert.Equal([1, 2, 3, 4, 5], (await peer.ReadFrameAsync()).Payload);
            Assert.Equal(Opcode.Pong, (await peer.ReadFrameAsync()).Opcode);
            Assert.Equal(1000, await peer.ReadCloseAsync());
            Assert.True(await peer.IsAtEndAsync());
        }
    }

    /// <summary>64 MiB come back, and one byte more is refused from its header alone.</summary>
    [Fact]
    public async Task The_echo_sample_takes_64_MiB_and_not_a_byte_more()
    {
        const int Limit = 64 * 1024 * 1024;
        using var client = await DotNetClient.ConnectAsync(echo.Sample.GetEndpoint("/echo"), System.Net.HttpVersion.Version11);
        var payload = Payloads.MakeBytes(new Random(64), Limit);
        var sending = client.SendAsync(System.Net.WebSockets.WebSocketMessageType.Binary, payload);
        await client.AssertReceivedAsync(System.Net.WebSockets.WebSocketMessageType.Binary, payload);
        await sending;

        await using var peer = new RawPeer(await echo.ConnectAsync());
        await peer.OpenAsync("/echo");
        await peer.SendAsync(FrameBuilder.Header(Opcode.Binary, Limit + 1));
        Assert.Equal(1009, await peer.ReadCloseAsync());
    }

    private static async Task WriteEachByteAsync(Stream stream, byte[] bytes)
    {
        foreach (var single in FrameBuilder.ChopEveryByte(bytes))
        {
            await stream.WriteAsync(single);
        }
    }

    private static async Task AssertConversationAsync(RawPeer peer)
    {
        await peer.SendAsync(FrameBuilder.Text("SEND"));
        Assert.Equal("SEND", await peer.ReadTextAsync());
        await peer.SendAsync(FrameBuilder.Close(1000));
        Assert.Equal(1000, await peer.ReadCloseAsync());
        Assert.True(await peer.IsAtEndAsync());
    }

    private static void AssertSeedResponse(HandshakeResponse response)
    {
        Assert.Equal(101, response.Status);
        Assert.Equal("websocket", response["Upgrade"]);
        Assert.Equal("Upgrade", response["Connection"]);
        Assert.Equal("1qVdfYHU9hPOl4JYYNXF623Gzn0=", response["Sec-WebSocket-Accept"]);
        Assert.Equal("v10.stomp", response["Sec-WebSocket-Protocol"]);
        Assert.Null(response["Sec-WebSocket-Extensions"]);
    }
}
