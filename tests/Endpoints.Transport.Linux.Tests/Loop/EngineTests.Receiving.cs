using System.Net.Sockets;

namespace Endpoints.Transport.Linux.Tests.Loop;

/// <summary>What comes, with and without pauses.</summary>
public abstract partial class EngineTests
{
    [Fact]
    public async Task Bytes_come_as_they_were_sent()
    {
        var (client, peer) = await ConnectAsync();
        using var _ = peer;
        var data = Noise(1_000_000);

        var sending = peer.SendAsync(data);
        var received = await client.ReadAsync(data.Length);
        await sending;

        Assert.Equal(data, received);
    }

    [Fact]
    public async Task Many_sockets_share_few_buffers()
    {
        const int Sockets = 40;
        var pairs = new List<(RecordingClient Client, Socket Peer)>();
        for (var i = 0; i < Sockets; i++)
        {
            pairs.Add(await ConnectAsync());
        }

        // All at once, while the loop is busy with something else: more than there are buffers.
        var data = Enumerable.Range(0, Sockets).Select(i => Noise(20_000 + i)).ToArray();
        using var busy = new ManualResetEventSlim();
        _test.Loop.Post(_ => busy.Wait(), null);
        for (var i = 0; i < Sockets; i++)
        {
            Assert.Equal(data[i].Length, pairs[i].Peer.Send(data[i]));
        }

        busy.Set();
        for (var i = 0; i < Sockets; i++)
        {
            Assert.Equal(data[i], await pairs[i].Client.ReadAsync(data[i].Length));
            pairs[i].Peer.Dispose();
            await pairs[i].Client.UntilAsync("ended 0");
        }
    }

    [Fact]
    public async Task A_socket_that_stops_receiving_gets_the_rest_when_it_starts_again()
    {
        var (client, peer) = await ConnectAsync();
        using var _ = peer;
        var data = Noise(2_000_000);
        var sending = Task.Run(() => peer.SendAsync(data));
        List<byte> received = [];
        for (var i = 0; received.Count < data.Length; i++)
        {
            received.AddRange(client.TakeReceived());
            if (i % 2 == 0)
            {
                await _test.RunAsync(client.Socket!.StopReceiving);

                // What was under way when it stopped may still come, and nothing after that.
                await _test.RunAsync(() => { });
                await _test.RunAsync(() => { });
                received.AddRange(client.TakeReceived());
            }
            else
            {
                await _test.RunAsync(() =>
                {
                    client.Socket!.StartReceiving();
                    client.Socket.StopReceiving();
                    client.Socket.StartReceiving();
                });
            }
        }

        await sending;
        Assert.Equal(data, received);
    }

    [Fact]
    public async Task A_socket_that_never_started_receives_nothing_until_it_does()
    {
        var (client, peer) = await ConnectAsync(receives: false);
        using var _ = peer;
        await peer.SendAsync("early"u8.ToArray());
        await _test.RunAsync(() => { });
        Assert.Empty(client.TakeReceived());

        await _test.RunAsync(client.Socket!.StartReceiving);

        Assert.Equal("early"u8.ToArray(), await client.ReadAsync(5));
    }

    /// <summary>Slots and handles are used again at once: what is left of the last socket must not reach the next.</summary>
    [Fact]
    public async Task Sockets_that_come_and_go_never_get_what_was_another_ones()
    {
        for (var i = 0; i < 200; i++)
        {
            var (client, peer) = await ConnectAsync();
            var data = Noise(1 + (i % 50));
            await peer.SendAsync(data);
            if (i % 3 == 0)
            {
                Reset(peer);
            }

            await _test.RunAsync(client.Socket!.Close);
            peer.Dispose();
            await client.UntilAsync("closed");
            var received = client.TakeReceived();
            Assert.Equal(data[..received.Length], received);
        }

        Assert.Equal(0, await CountAsync());
    }
}
