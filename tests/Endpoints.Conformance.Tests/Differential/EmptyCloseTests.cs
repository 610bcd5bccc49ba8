using System.Net.WebSockets;
using Endpoints.Protocol;
using Endpoints.TestKit.Frames;
using Endpoints.Testing.Memory;

namespace Endpoints.Conformance.Tests.Differential;

/// <summary>Closing without a code, where the platform differs from RFC 6455 section 7.4.1 and so from us.</summary>
public class EmptyCloseTests
{
    [Fact]
    public async Task The_platform_puts_1005_on_the_wire_and_we_refuse_it()
    {
        var (clientEnd, serverEnd) = DuplexPipeStream.CreatePair();
        using var client = WebSocket.CreateFromStream(clientEnd, new WebSocketCreationOptions { IsServer = false });
        await client.CloseOutputAsync(WebSocketCloseStatus.Empty, null, CancellationToken.None);

        var buffer = new byte[64];
        var read = await serverEnd.ReadAsync(buffer);

        Assert.Equal([ReaderEvent.Violation(ProtocolRule.CloseCodeInvalid)], ReaderDriver.ReadAll(buffer[..read]));
    }

    [Fact]
    public async Task The_platform_reports_1000_for_no_code_and_we_1005()
    {
        var (clientEnd, serverEnd) = DuplexPipeStream.CreatePair();
        using var server = WebSocket.CreateFromStream(serverEnd, new WebSocketCreationOptions { IsServer = true });
        await clientEnd.WriteAsync(FrameBuilder.Close());

        var result = await server.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None);

        Assert.Equal(WebSocketMessageType.Close, result.MessageType);
        Assert.Equal(WebSocketCloseStatus.NormalClosure, server.CloseStatus);
        Assert.Equal([ReaderEvent.Close()], ReaderDriver.ReadAll(FrameBuilder.Close()));
    }
}
