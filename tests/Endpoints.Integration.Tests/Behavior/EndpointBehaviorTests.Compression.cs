using Endpoints.Options;
using Endpoints.Protocol;
using Endpoints.Protocol.Deflate;
using Endpoints.TestKit.Frames;
using Endpoints.TestKit.Net;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Integration.Tests.Behavior;

/// <summary>permessage-deflate (RFC 7692), negotiated and used.</summary>
public abstract partial class EndpointBehaviorTests
{
    // "Hello", compressed (RFC 7692 section 7.2.3.1).
    private static readonly byte[] Hello = [0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Compresses_for_clients_that_offer_it_when_it_is_on(bool contextTakeover)
    {
        await using var door = await StartAsync(
            options => options.Compression = new WebSocketCompressionOptions
            {
                Threshold = 5, ServerContextTakeover = contextTakeover, ClientContextTakeover = contextTakeover, ServerMaxWindowBits = 10,
            },
            AddServices);
        await using var peer = new RawPeer(await door.ConnectAsync());

        var response = await peer.OpenAsync("/echo", "Sec-WebSocket-Extensions: x-unknown, permessage-deflate; client_max_window_bits=12");
        Assert.Equal(
            $"permessage-deflate{(contextTakeover ? "" : "; server_no_context_takeover; client_no_context_takeover")}"
            + "; server_max_window_bits=10; client_max_window_bits=12",
            response["Sec-WebSocket-Extensions"]);

        using var inflater = new ZlibCodec().CreateInflater(10);
        for (var i = 0; i < 3; i++)
        {
            await peer.SendAsync(
                FrameBuilder.Frame(Opcode.Text, Hello[..3], fin: false, rsv: ReservedBits.Rsv1),
                FrameBuilder.Ping("between"),
                FrameBuilder.Continuation(Hello[3..]));
            Assert.Equal(Opcode.Pong, (await peer.ReadFrameAsync()).Opcode);
            var frame = await peer.ReadFrameAsync();

            // Without takeover five bytes do not become fewer and are sent as they are; with it the second time they do.
            Assert.Equal(contextTakeover, frame.IsCompressed);
            Assert.Equal("Hello", frame.IsCompressed ? Inflate(inflater, frame.Payload) : frame.Text);
            Assert.InRange(frame.Payload.Length, 1, i == 0 ? 8 : 5);
        }

        await peer.SendAsync(FrameBuilder.Text("tiny"), FrameBuilder.Text(new string('a', 5_000)));
        Assert.Equal("tiny", await peer.ReadTextAsync());
        var large = await peer.ReadFrameAsync();
        Assert.InRange(large.Payload.Length, 1, 100);
        Assert.Equal(new string('a', 5_000), Inflate(inflater, large.Payload));

        await peer.SendAsync(FrameBuilder.Frame(Opcode.Text, [0x07], rsv: ReservedBits.Rsv1));
        Assert.Equal(1007, await peer.ReadCloseAsync());
    }

    [Fact]
    public async Task Offers_of_compression_are_declined_while_it_is_off()
    {
        await using var peer = await ConnectAsync();

        var response = await peer.OpenAsync("/echo", "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits");
        Assert.Null(response["Sec-WebSocket-Extensions"]);

        await peer.SendAsync(FrameBuilder.Text("plain"));
        Assert.Equal("plain", await peer.ReadTextAsync());
        await peer.SendAsync(FrameBuilder.Frame(Opcode.Text, Hello, rsv: ReservedBits.Rsv1));
        Assert.Equal(1002, await peer.ReadCloseAsync());
    }

    [Fact]
    public async Task An_offer_that_does_not_follow_the_grammar_is_refused_with_400()
    {
        await using var peer = await ConnectAsync();

        var response = await peer.ExchangeAsync(RawPeer.Request("/echo", "Sec-WebSocket-Extensions: permessage-deflate; a=\"b"));

        Assert.Equal(400, response.Status);
    }

    private static string Inflate(Inflater inflater, byte[] payload)
    {
        var buffer = new byte[10_000];
        byte[] source = [.. payload, 0x00, 0x00, 0xFF, 0xFF];
        Assert.Equal(InflateStatus.More, inflater.Inflate(source, buffer, out var consumed, out var written));
        Assert.Equal(source.Length, consumed);
        return System.Text.Encoding.UTF8.GetString(buffer, 0, written);
    }
}
