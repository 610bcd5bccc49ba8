using System.Net;
using System.Net.WebSockets;
using Endpoints.Integration.Tests.Behavior;
using Endpoints.Integration.Tests.Doors;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Integration.Tests.AspNetCore;

/// <summary>WebSockets over HTTP/2 extended CONNECT (RFC 8441).</summary>
public sealed class Http2Tests : IAsyncLifetime
{
    private AspNetCoreDoor _door = null!;
    private readonly Journal _journal = new();

    public async Task InitializeAsync() => _door = await AspNetCoreDoor.StartAsync(
        addServices: services => services.AddSingleton(_journal), protocols: HttpProtocols.Http2);

    public async Task DisposeAsync() => await _door.DisposeAsync();

    private async Task<ClientWebSocket> ConnectAsync(HttpMessageInvoker invoker, string path, params string[] protocols)
    {
        var socket = new ClientWebSocket();
        socket.Options.HttpVersion = HttpVersion.Version20;
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        foreach (var protocol in protocols)
        {
            socket.Options.AddSubProtocol(protocol);
        }

        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await socket.ConnectAsync(new UriBuilder(_door.Address) { Scheme = "ws", Path = path }.Uri, invoker, deadline.Token);
        return socket;
    }

    private static async Task<(WebSocketReceiveResult Result, byte[] Payload)> ReceiveAsync(ClientWebSocket socket)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var buffer = new byte[256 * 1024];
        var count = 0;
        while (true)
        {
            var result = await socket.ReceiveAsync(buffer.AsMemory(count).ToArray() is var chunk ? new ArraySegment<byte>(chunk) : default, deadline.Token);
            chunk.AsSpan(0, result.Count).CopyTo(buffer.AsSpan(count));
            count += result.Count;
            if (result.EndOfMessage)
            {
                return (result, buffer[..count]);
            }
        }
    }

    [Fact]
    public async Task Echoes_over_one_connection_many_sessions()
    {
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler());
        using var first = await ConnectAsync(invoker, "/echo");
        using var second = await ConnectAsync(invoker, "/echo");
        var payload = Enumerable.Range(0, 90_000).Select(i => (byte)i).ToArray();

        await first.SendAsync(payload, WebSocketMessageType.Binary, true, default);
        await second.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, true, default);

        Assert.Equal(payload, (await ReceiveAsync(first)).Payload);
        Assert.Equal("hello"u8.ToArray(), (await ReceiveAsync(second)).Payload);
    }

    [Fact]
    public async Task Agrees_on_a_sub_protocol()
    {
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler());
        using var socket = await ConnectAsync(invoker, "/protocols/client", "v11.stomp", "v10.stomp");

        Assert.Equal("v11.stomp", socket.SubProtocol);
    }

    [Fact]
    public async Task Closes_from_both_sides_with_codes()
    {
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler());
        using var ours = await ConnectAsync(invoker, "/sender");
        await ours.SendAsync("1"u8.ToArray(), WebSocketMessageType.Text, true, default);
        WebSocketReceiveResult result;
        do
        {
            (result, _) = await ReceiveAsync(ours);
        }
        while (result.MessageType != WebSocketMessageType.Close);
        Assert.Equal((4001, "done"), ((int?)ours.CloseStatus ?? 0, ours.CloseStatusDescription));

        using var theirs = await ConnectAsync(invoker, "/async");
        await theirs.CloseAsync((WebSocketCloseStatus)3999, "bye", default);
        Assert.Equal(3999, (int?)theirs.CloseStatus);
        Assert.Equal("closed 3999 bye", await _journal.NextAsync());
    }

    [Fact]
    public async Task Refuses_a_plain_request_with_426()
    {
        using var client = new HttpClient { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };

        var response = await client.GetAsync(new Uri(_door.Address, "/echo"));

        Assert.Equal(HttpStatusCode.UpgradeRequired, response.StatusCode);
    }
}
