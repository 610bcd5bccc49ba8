using System.Net;
using System.Net.WebSockets;
using Endpoints.Integration.Tests.Behavior;
using Endpoints.Integration.Tests.Doors;
using Endpoints.Options;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Integration.Tests.AspNetCore;

/// <summary>permessage-deflate with the client of .NET, over HTTP/1.1 and HTTP/2.</summary>
public sealed class CompressionTests
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(2, true)]
    public async Task A_client_of_the_platform_agrees_and_gets_its_messages_back(int major, bool contextTakeover)
    {
        await using var door = await AspNetCoreDoor.StartAsync(
            options => options.Compression = new WebSocketCompressionOptions
            {
                ServerContextTakeover = contextTakeover, ClientContextTakeover = contextTakeover,
            },
            services => services.AddSingleton(new Journal()),
            protocols: major == 1 ? HttpProtocols.Http1 : HttpProtocols.Http2);
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler());
        using var socket = new ClientWebSocket();
        socket.Options.HttpVersion = new Version(major, major == 1 ? 1 : 0);
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.DangerousDeflateOptions = new WebSocketDeflateOptions { ClientMaxWindowBits = 12, ServerMaxWindowBits = 11 };
        await socket.ConnectAsync(new UriBuilder(door.Address) { Scheme = "ws", Path = "/echo" }.Uri, invoker, deadline.Token);

        Assert.Equal(major == 1 ? HttpStatusCode.SwitchingProtocols : HttpStatusCode.OK, socket.HttpStatusCode);
        var extensions = Assert.Single(
            socket.HttpResponseHeaders!, header => header.Key.Equals("Sec-WebSocket-Extensions", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(
            $"permessage-deflate{(contextTakeover ? "" : "; server_no_context_takeover; client_no_context_takeover")}"
            + "; server_max_window_bits=11; client_max_window_bits=12",
            string.Join(", ", extensions.Value));

        foreach (var length in new[] { 0, 1, 255, 256, 5_000, 100_000 })
        {
            var message = Enumerable.Range(0, length).Select(i => (byte)(i * i >> 4)).ToArray();
            await socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, deadline.Token);
            Assert.Equal(message, await ReceiveAsync(socket, deadline.Token));
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, deadline.Token);
    }

    private static async Task<byte[]> ReceiveAsync(ClientWebSocket socket, CancellationToken cancellationToken)
    {
        var message = new List<byte>();
        var buffer = new byte[16 * 1024];
        ValueWebSocketReceiveResult result;
        do
        {
            result = await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
            message.AddRange(buffer.AsSpan(0, result.Count));
        }
        while (!result.EndOfMessage);

        return [.. message];
    }
}
