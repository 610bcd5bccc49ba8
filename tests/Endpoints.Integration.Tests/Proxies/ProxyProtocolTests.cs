using Endpoints.TestKit.Net;

namespace Endpoints.Integration.Tests.Proxies;

/// <summary>No door reads HAProxy's PROXY protocol. A proxy that speaks it by mistake is answered, so that its log shows the mistake.</summary>
public sealed class ProxyProtocolTests
{
    [Theory]
    [InlineData(ProxiedDoorKind.AspNetCore)]
    [InlineData(ProxiedDoorKind.KestrelConnection)]
    [InlineData(ProxiedDoorKind.EventLoop)]
    public async Task Its_line_in_front_of_a_request_is_no_request(ProxiedDoorKind kind)
    {
        await using var door = await ProxiedDoor.StartAsync(kind);
        await using var peer = new RawPeer(await door.ConnectAsync());

        var response = await peer.ExchangeAsync("PROXY TCP4 192.0.2.1 192.0.2.2 50000 443\r\n" + RawPeer.Request("/proxied/echo"));

        Assert.Equal(400, response.Status);
    }
}
