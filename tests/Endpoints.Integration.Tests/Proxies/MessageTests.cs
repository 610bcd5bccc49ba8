using System.Net.WebSockets;
using Endpoints.Integration.Tests.Clients;

namespace Endpoints.Integration.Tests.Proxies;

/// <summary>Messages come through a proxy as they are, whatever their size and their frames.</summary>
public sealed class MessageTests
{
    private const string Echo = "/proxied/echo";

    [Theory]
    [MemberData(nameof(ProxyRoutes.ToDoors), MemberType = typeof(ProxyRoutes))]
    public async Task Messages_of_every_length_form_come_back(ProxyRoute route, ProxiedDoorKind door)
    {
        await using var host = await ProxiedHost.StartAsync(route, door);
        using var client = await host.ConnectAsync(Echo);

        foreach (var size in new[] { 0, 1, 125, 126, 65_535, 65_536, 1024 * 1024 })
        {
            var source = new Random(size);
            await client.AssertEchoAsync(WebSocketMessageType.Text, Payloads.MakeText(source, size));
            await client.AssertEchoAsync(WebSocketMessageType.Binary, Payloads.MakeBytes(source, size));
        }

        await client.CloseAsync();
    }

    /// <summary>Far beyond what any buffer on the way holds.</summary>
    [Theory]
    [MemberData(nameof(ProxyRoutes.ToDoors), MemberType = typeof(ProxyRoutes))]
    public async Task The_largest_message_comes_back(ProxyRoute route, ProxiedDoorKind door)
    {
        await using var host = await ProxiedHost.StartAsync(route, door);
        using var client = await host.ConnectAsync(Echo);

        await client.AssertEchoAsync(WebSocketMessageType.Binary, Payloads.MakeBytes(new Random(16), ProxiedEcho.LargestMessage));

        await client.CloseAsync();
    }

    [Theory]
    [MemberData(nameof(ProxyRoutes.ToDoors), MemberType = typeof(ProxyRoutes))]
    public async Task Fragments_come_back_as_one_message(ProxyRoute route, ProxiedDoorKind door)
    {
        await using var host = await ProxiedHost.StartAsync(route, door);
        using var client = await host.ConnectAsync(Echo);

        foreach (var (size, pieces) in new[] { (3000, 500), (4 * 1024 * 1024, 64) })
        {
            var payload = Payloads.MakeText(new Random(pieces), size);
            var length = size / pieces;
            for (var i = 0; i < pieces; i++)
            {
                var isLast = i == pieces - 1;
                await client.SendAsync(WebSocketMessageType.Text, payload[(i * length)..(isLast ? size : (i + 1) * length)], isFinal: isLast);
            }

            await client.AssertReceivedAsync(WebSocketMessageType.Text, payload);
        }

        await client.CloseAsync();
    }

    [Theory]
    [MemberData(nameof(ProxyRoutes.ToDoors), MemberType = typeof(ProxyRoutes))]
    public async Task Random_messages_come_back_in_order_while_more_are_sent(ProxyRoute route, ProxiedDoorKind door)
    {
        await using var host = await ProxiedHost.StartAsync(route, door);
        using var client = await host.ConnectAsync(Echo);
        var source = new Random(8441);
        var messages = Enumerable.Range(0, 400).Select(_ => Payloads.MakeMessage(source)).ToArray();

        var sending = Task.Run(async () =>
        {
            foreach (var (type, payload) in messages)
            {
                await client.SendAsync(type, payload);
            }
        });
        foreach (var (type, payload) in messages)
        {
            await client.AssertReceivedAsync(type, payload);
        }

        await sending;
        await client.CloseAsync();
    }
}
