using System.Net.Sockets;

namespace Endpoints.Transport.Linux.Tests.Loop;

/// <summary>What goes.</summary>
public abstract partial class EngineTests
{
    [Fact]
    public async Task A_large_send_goes_on_as_the_peer_reads()
    {
        var (client, peer) = await ConnectAsync(peerBuffer: 4096);
        using var _ = peer;
        var data = Noise(4 * 1024 * 1024);

        await SendAsync(client, data);
        Assert.False(client.TryNext(out var early), early);
        var received = await ReceiveAsync(peer, data.Length);

        Assert.Equal(data, received);
        Assert.Equal("sent", await client.NextAsync());
    }

    [Fact]
    public async Task Sends_follow_each_other_in_order()
    {
        var (client, peer) = await ConnectAsync();
        using var _ = peer;
        for (byte i = 0; i < 200; i++)
        {
            await SendAsync(client, [i, i]);
            await client.UntilAsync("sent");
        }

        var received = await ReceiveAsync(peer, 400);

        Assert.Equal(Enumerable.Range(0, 400).Select(i => (byte)(i / 2)), received);
    }

    [Fact]
    public async Task A_flush_that_is_asked_for_from_any_thread_comes_once_a_turn()
    {
        var (client, peer) = await ConnectAsync();
        using var _ = peer;

        client.Socket!.RequestFlush();
        Assert.Equal("flush", await client.NextAsync());
        await _test.RunAsync(() =>
        {
            client.Socket.RequestFlush();
            client.Socket.RequestFlush();
        });
        Assert.Equal("flush", await client.NextAsync());
        await _test.RunAsync(() => { });
        Assert.False(client.TryNext(out var again), again);
    }
}
