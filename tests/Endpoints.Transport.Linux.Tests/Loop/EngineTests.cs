using System.Net;
using System.Net.Sockets;
using Endpoints.Transport.Linux.Loop;
using Endpoints.Transport.Linux.Native;
using Microsoft.Extensions.Logging.Abstractions;

namespace Endpoints.Transport.Linux.Tests.Loop;

/// <summary>What an engine does with sockets; each derives from it and adds nothing but itself.</summary>
public abstract class EngineTests(LinuxEngine engine) : IAsyncLifetime
{
    private TestLoop _test = null!;

    public async Task InitializeAsync() => _test = await TestLoop.StartAsync(
        engine, new EngineSettings { ReceiveBufferSize = 8192, MinReceiveBuffers = 2, MaxReceiveBuffers = 64, IsGuarded = true });

    public async Task DisposeAsync() => await _test.DisposeAsync();

    /// <summary>A socket on the loop, and its peer.</summary>
    private async Task<(RecordingClient Client, Socket Peer)> ConnectAsync(RecordingClient? client = null, bool receives = true, int peerBuffer = 0)
    {
        client ??= new RecordingClient();
        using var socket = ListeningSocket.Open(new IPEndPoint(IPAddress.Loopback, 0), 16, sharesPort: false);
        var accepted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var listener = new LoopListener(
            _test.Loop,
            socket,
            handle =>
            {
                client.Socket = _test.Loop.Adopt(handle, client);
                if (receives)
                {
                    client.Socket.StartReceiving();
                }

                accepted.SetResult();
            },
            NullLogger.Instance);
        listener.Start();
        var peer = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (peerBuffer > 0)
        {
            peer.ReceiveBufferSize = peerBuffer;
        }

        await peer.ConnectAsync(socket.EndPoint);
        await accepted.Task.WaitAsync(TestLoop.Patience);
        await listener.StopAsync().WaitAsync(TestLoop.Patience);
        return (client, peer);
    }

    private Task SendAsync(RecordingClient client, byte[] data) => _test.RunAsync(() =>
    {
        var array = PinnedPool.Shared.Rent(data.Length);
        data.CopyTo(array, 0);
        client.Socket!.Send(array.AsMemory(0, data.Length));
    });

    private Task<int> CountAsync() => _test.RunAsync(() => _test.Loop.SocketCount);

    private static byte[] Noise(int count)
    {
        var noise = new byte[count];
        new Random(count).NextBytes(noise);
        return noise;
    }

    private static async Task<byte[]> ReceiveAsync(Socket peer, int count)
    {
        var all = new byte[count];
        for (var read = 0; read < count;)
        {
            var more = await peer.ReceiveAsync(all.AsMemory(read)).AsTask().WaitAsync(TestLoop.Patience);
            Assert.True(more > 0, $"The end came after {read} of {count} bytes.");
            read += more;
        }

        return all;
    }

    private static void Reset(Socket peer)
    {
        peer.LingerState = new LingerOption(true, 0);
        peer.Close();
    }

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

    [Fact]
    public async Task Addresses_of_both_sides_are_known_while_it_is_open()
    {
        var (client, peer) = await ConnectAsync();
        using var _ = peer;

        Assert.Equal(peer.LocalEndPoint, await _test.RunAsync(client.Socket!.FindRemoteEndPoint));
        Assert.Equal(peer.RemoteEndPoint, await _test.RunAsync(client.Socket.FindLocalEndPoint));
    }

    [Fact]
    public async Task A_listener_that_stops_accepts_no_more_and_may_be_stopped_before_it_begins()
    {
        using var socket = ListeningSocket.Open(new IPEndPoint(IPAddress.Loopback, 0), 16, sharesPort: false);
        var never = new LoopListener(_test.Loop, socket, _ => Assert.Fail("accepted"), NullLogger.Instance);

        await never.StopAsync().WaitAsync(TestLoop.Patience);
        never.Start();
        await _test.RunAsync(() => { });

        using var peer = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await peer.ConnectAsync(socket.EndPoint);
        await _test.RunAsync(() => { });
    }

    [Fact]
    public async Task A_connection_that_cannot_be_taken_ends_nothing_else()
    {
        using var socket = ListeningSocket.Open(new IPEndPoint(IPAddress.Loopback, 0), 16, sharesPort: false);
        var second = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var count = 0;
        var listener = new LoopListener(
            _test.Loop,
            socket,
            handle =>
            {
                LibC.Close(handle);
                if (++count == 1)
                {
                    throw new IOException("no room");
                }

                second.SetResult();
            },
            NullLogger.Instance);
        listener.Start();
        using var peer = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await peer.ConnectAsync(socket.EndPoint);
        using var another = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await another.ConnectAsync(socket.EndPoint);

        await second.Task.WaitAsync(TestLoop.Patience);
        await listener.StopAsync().WaitAsync(TestLoop.Patience);
    }

    /// <summary>As when the process is out of handles: nothing is accepted for a moment, and then again.</summary>
    [Fact]
    public async Task A_failure_to_accept_is_tried_again_after_a_moment()
    {
        using var socket = ListeningSocket.Open(new IPEndPoint(IPAddress.Loopback, 0), 16, sharesPort: false);
        var again = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var listener = new LoopListener(_test.Loop, socket, handle => LibC.Close(handle), NullLogger.Instance);

        await _test.RunAsync(() => listener.Failed(Errno.TooManyFiles, again.SetResult));
        await again.Task.WaitAsync(TestLoop.Patience);

        var never = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _test.RunAsync(() => listener.Failed(Errno.TooManyFiles, never.SetResult));
        await listener.StopAsync().WaitAsync(TestLoop.Patience);
        Assert.False(never.Task.IsCompleted);
        Assert.Equal(0, await _test.RunAsync(() => _test.Loop.Wheel.Count));
    }
}

public sealed class UringEngineTests() : EngineTests(LinuxEngine.IoUring);

public sealed class EpollEngineTests() : EngineTests(LinuxEngine.Epoll);
