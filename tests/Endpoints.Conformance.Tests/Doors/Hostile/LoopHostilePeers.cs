using System.Net.Sockets;
using Endpoints.Conformance.Tests.Doors.Cases;
using Endpoints.Conformance.Tests.Hostile;
using Endpoints.Dispatch;
using Endpoints.Protocol;
using Endpoints.TestKit.Diagnostics;
using Endpoints.TestKit.Frames;
using Endpoints.TestKit.Net;
using Endpoints.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Conformance.Tests.Doors.Hostile;

/// <summary>What the loop owes a peer that has ended its side, where Kestrel does otherwise.</summary>
public abstract class LoopHostilePeers(LoopFixture door) : TcpHostilePeers(door)
{
    /// <summary>The close frame and the FIN may come in one read; the answer is owed all the same (RFC 6455 section 5.5.1).</summary>
    [Fact]
    public async Task A_close_frame_is_answered_although_the_connection_is_half_closed_behind_it()
    {
        for (var i = 0; i < 20; i++)
        {
            await using var session = await OpenAsync();
            await session.Peer.SendAsync(Case.Good, FrameBuilder.Close(1000));
            ((NetworkStream)session.Stream).Socket.Shutdown(SocketShutdown.Send);

            Assert.Equal("good", await session.Peer.ReadTextAsync());
            Assert.Equal(1000, await session.Peer.ReadCloseAsync());
            Assert.True(await session.Peer.IsAtEndAsync());
        }
    }

    [Fact]
    public async Task A_half_closed_handshake_opens_no_session()
    {
        var request = RawPeer.Request("/echo");
        foreach (var cut in new[] { 0, 1, 10, 40, request.Length - 2 })
        {
            await using var stream = await Door.Host(HostPolicy.Default).ConnectAsync();
            await using var peer = new RawPeer(stream);
            await peer.SendAsync(request[..cut]);
            ((NetworkStream)stream).Socket.Shutdown(SocketShutdown.Send);

            Assert.Empty(await peer.ReadBytesAsync(1024));
        }

        Assert.Equal(0, Door.SessionCount);
    }

    [Fact]
    public async Task A_refused_peer_that_has_half_closed_gets_its_refusal()
    {
        await using var stream = await Door.Host(HostPolicy.Default).ConnectAsync();
        await using var peer = new RawPeer(stream);
        await peer.SendAsync(RawPeer.Request("/nowhere"));
        ((NetworkStream)stream).Socket.Shutdown(SocketShutdown.Send);

        Assert.Equal(404, (await peer.ReadResponseAsync()).Status);
        Assert.True(await peer.IsAtEndAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("GET /echo HTTP/1.1\r\nHost: x\r\n")]
    public async Task A_head_that_does_not_come_in_time_is_408_and_counted_once(string beginning)
    {
        var time = new TestClock();
        await using var host = await Door.StartAsync(_ => { }, services => services.AddSingleton<TimeProvider>(time));
        var server = host.Services.GetRequiredService<EndpointServer>();
        using var readings = new MeterReadings(server.Metrics.Meter);
        await using var stream = await host.ConnectAsync();
        await using var peer = new RawPeer(stream);
        if (beginning.Length > 0)
        {
            await peer.SendAsync(beginning);
        }

        var response = peer.ReadResponseAsync();
        while (!response.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(408, (await response).Status);
        Assert.Equal(0, server.SessionCount);
        Assert.Equal(1, readings.Sum("endpoints.handshakes"));
        Assert.Equal(1, readings.Sum("endpoints.handshakes", ("endpoints.handshake.outcome", "refused"), ("error.type", "head_timeout")));
    }
}

[Collection(nameof(ProcessMemoryTests))]
public sealed class UringHostilePeers(UringFixture door) : LoopHostilePeers(door), IClassFixture<UringFixture>;

[Collection(nameof(ProcessMemoryTests))]
public sealed class EpollHostilePeers(EpollFixture door) : LoopHostilePeers(door), IClassFixture<EpollFixture>;
