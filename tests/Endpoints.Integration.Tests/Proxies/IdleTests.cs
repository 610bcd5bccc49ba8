using System.Net.WebSockets;
using System.Text;

namespace Endpoints.Integration.Tests.Proxies;

/// <summary>
/// Proxies cut sessions that are silent for too long, by their own clocks, so these take some seconds. The pings of one session are what the tests
/// count those by.
/// </summary>
public sealed class IdleTests
{
    /// <summary>Seconds after which the proxies of these tests cut a silent session.</summary>
    private const int Silence = 4;

    /// <summary>Pings, one a second at most, after which a silent session would long have been cut.</summary>
    private const int Pings = 7;

    private static Task<ProxiedHost> StartAsync(ProxyRoute route, ProxiedDoorKind door) =>
        ProxiedHost.StartAsync(route, door, changes: route.GetProgram().SetSilence(Silence));

    [Theory]
    [MemberData(nameof(ProxyRoutes.ToDoors), MemberType = typeof(ProxyRoutes))]
    public async Task Pings_keep_a_session_open_beyond_the_proxy_s_timeout(ProxyRoute route, ProxiedDoorKind door)
    {
        await using var host = await StartAsync(route, door);
        using var client = await host.ConnectAsync("/proxied/kept-alive");

        // Receiving is what answers pings.
        var receiving = client.ReceiveAsync();
        for (var i = 0; i < Pings; i++)
        {
            Assert.Equal("pong", await host.Door.Journal.NextAsync());
        }

        await client.SendAsync(WebSocketMessageType.Text, "still here"u8.ToArray());
        Assert.Equal("still here", Encoding.UTF8.GetString((await receiving).Payload));
    }

    /// <summary>So the timeout is what the test before lives through. Nobody is told a code.</summary>
    [Theory]
    [MemberData(nameof(ProxyRoutes.ToDoors), MemberType = typeof(ProxyRoutes))]
    public async Task Without_pings_the_proxy_cuts_it(ProxyRoute route, ProxiedDoorKind door)
    {
        await using var host = await StartAsync(route, door);
        using var client = await host.ConnectAsync("/proxied/silent");

        var error = await Assert.ThrowsAsync<WebSocketException>(client.ReceiveAsync);

        Assert.Equal(WebSocketError.ConnectionClosedPrematurely, error.WebSocketErrorCode);
        Assert.Equal("closed 1006", await host.Door.Journal.NextAsync());
    }

    /// <summary>The server pings nobody who speaks. That the client does so is enough for the proxies, although the server answers nothing.</summary>
    [Theory]
    [MemberData(nameof(ProxyRoutes.All), MemberType = typeof(ProxyRoutes))]
    public async Task A_client_that_only_sends_is_not_cut(ProxyRoute route)
    {
        await using var host = await StartAsync(route, ProxiedDoorKind.AspNetCore);
        using var metronome = await host.ConnectAsync("/proxied/kept-alive");
        using var client = await host.ConnectAsync("/proxied/silent");
        var ticking = metronome.ReceiveAsync();

        for (var i = 0; i < Pings; i++)
        {
            Assert.Equal("pong", await host.Door.Journal.NextAsync());
            await client.SendAsync(WebSocketMessageType.Text, "tick"u8.ToArray());
        }

        await client.SendAsync(WebSocketMessageType.Binary, []);
        Assert.Equal($"{Pings}", Encoding.UTF8.GetString((await client.ReceiveAsync()).Payload));
        Assert.False(ticking.IsCompleted);
    }
}
