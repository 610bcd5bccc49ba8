using System.Net.Sockets;
using Endpoints.Transport.Linux.Native;

namespace Endpoints.Transport.Linux.Tests.Loop;

/// <summary>Ends of either side, breaks, and closes.</summary>
public abstract partial class EngineTests
{
    [Fact]
    public async Task The_end_of_the_peer_comes_behind_its_bytes_and_what_is_sent_after_it_still_leaves()
    {
        var (client, peer) = await ConnectAsync();
        using var _ = peer;
        await peer.SendAsync("last"u8.ToArray());
        peer.Shutdown(SocketShutdown.Send);

        Assert.Equal("received 4", await client.NextAsync());
        Assert.Equal("ended 0", await client.NextAsync());
        await SendAsync(client, Noise(500_000));
        Assert.Equal(Noise(500_000), await ReceiveAsync(peer, 500_000));
        Assert.Equal("sent", await client.NextAsync());
        await _test.RunAsync(client.Socket!.Close);
        Assert.Equal("closed", await client.NextAsync());
        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task A_reset_is_an_end_with_its_number()
    {
        var (client, peer) = await ConnectAsync();

        Reset(peer);

        Assert.Equal($"ended {Errno.ConnectionReset}", await client.NextAsync());
        await _test.RunAsync(client.Socket!.Close);
        Assert.Equal("closed", await client.NextAsync());
    }

    [Fact]
    public async Task A_reset_is_noticed_while_nothing_is_received()
    {
        var (client, peer) = await ConnectAsync();
        await _test.RunAsync(client.Socket!.StopReceiving);

        Reset(peer);

        Assert.Equal($"ended {Errno.ConnectionReset}", await client.NextAsync());
        await _test.RunAsync(client.Socket.Close);
        Assert.Equal("closed", await client.NextAsync());
    }

    /// <summary>The kernel reports a Unix socket that was closed as hung up although there is something to read.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_peer_that_closes_while_nothing_is_received_has_its_last_bytes_delivered_before_the_end(bool isUnix)
    {
        var path = Path.Combine(Path.GetTempPath(), $"endpoints-{Guid.NewGuid():N}.sock");
        var (client, peer) = await ConnectAsync(endPoint: isUnix ? new UnixDomainSocketEndPoint(path) : null);
        await _test.RunAsync(client.Socket!.StopReceiving);
        await _test.RunAsync(() => { });
        await _test.RunAsync(() => { });
        await peer.SendAsync("last"u8.ToArray());
        peer.Close();

        // A pause that is asked for again, as a slow reader's is, is no other.
        await _test.RunAsync(() =>
        {
            client.Socket.StartReceiving();
            client.Socket.StopReceiving();
        });
        await _test.RunAsync(client.Socket.StartReceiving);

        Assert.Equal("received 4", await client.NextAsync());
        Assert.Equal("ended 0", await client.NextAsync());
        await _test.RunAsync(client.Socket.Close);
        Assert.Equal("closed", await client.NextAsync());
        Assert.Equal(0, await CountAsync());
        File.Delete(path);
    }

    /// <summary>Of a socket whose end is known already, only the close can tell that nothing can be sent any more.</summary>
    [Fact]
    public async Task A_send_to_a_peer_that_ended_and_then_broke_ends_in_the_close()
    {
        var (client, peer) = await ConnectAsync(peerBuffer: 4096);
        peer.Shutdown(SocketShutdown.Send);
        Assert.Equal("ended 0", await client.NextAsync());
        await SendAsync(client, Noise(4 * 1024 * 1024));

        Reset(peer);

        Assert.Equal("closed", await client.NextAsync());
        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task A_close_from_within_each_call_is_the_last_that_happens()
    {
        RecordingClient? first = null;
        first = new RecordingClient { OnReceived = _ => first!.Socket!.Close() };
        var (client, peer) = await ConnectAsync(first);
        using var _ = peer;

        await peer.SendAsync(Noise(1000));

        Assert.Equal("closed", await client.NextAsync());
        await _test.RunAsync(() =>
        {
            client.Socket!.Close();
            client.Socket.Abort();
            client.Socket.StartReceiving();
            client.Socket.ShutDown();
            client.Socket.Send(new byte[1]);
            client.Socket.RequestFlush();
        });
        await _test.RunAsync(() => { });
        Assert.False(client.TryNext(out var more), more);
        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task A_close_gives_up_what_is_under_way()
    {
        var (client, peer) = await ConnectAsync(peerBuffer: 4096);
        using var _ = peer;
        await SendAsync(client, Noise(4 * 1024 * 1024));

        await _test.RunAsync(client.Socket!.Close);

        Assert.Equal("closed", await client.NextAsync());
        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task An_abort_resets_the_connection()
    {
        var (client, peer) = await ConnectAsync();
        using var _ = peer;

        await _test.RunAsync(client.Socket!.Abort);

        Assert.Equal("closed", await client.NextAsync());
        var error = await Assert.ThrowsAsync<SocketException>(() => peer.ReceiveAsync(new byte[1]));
        Assert.Equal(SocketError.ConnectionReset, error.SocketErrorCode);
    }

    [Fact]
    public async Task A_shut_down_is_an_end_for_the_peer_which_may_go_on()
    {
        var (client, peer) = await ConnectAsync();
        using var _ = peer;

        await _test.RunAsync(client.Socket!.ShutDown);

        Assert.Equal(0, await peer.ReceiveAsync(new byte[1]).WaitAsync(TestLoop.Patience));
        await peer.SendAsync("more"u8.ToArray());
        Assert.Equal("received 4", await client.NextAsync());
    }

    [Fact]
    public async Task A_client_that_fails_ends_its_socket_and_no_other()
    {
        var (bad, badPeer) = await ConnectAsync(new RecordingClient { OnReceived = _ => throw new InvalidOperationException("mine") });
        var (good, goodPeer) = await ConnectAsync();
        using var _ = badPeer;
        using var __ = goodPeer;

        await badPeer.SendAsync(new byte[1]);
        Assert.Equal("closed", await bad.NextAsync());

        await goodPeer.SendAsync(new byte[1]);
        Assert.Equal("received 1", await good.NextAsync());
    }

    [Fact]
    public async Task A_stop_closes_what_is_open_though_no_deadline_would_end_the_wait()
    {
        var (client, peer) = await ConnectAsync();
        using var _ = peer;

        await _test.DisposeAsync();

        Assert.Equal("closed", await client.NextAsync());
        Assert.Equal(0, await peer.ReceiveAsync(new byte[1]).WaitAsync(TestLoop.Patience));
    }
}
