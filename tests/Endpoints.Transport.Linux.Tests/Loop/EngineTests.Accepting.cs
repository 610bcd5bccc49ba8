using System.Net;
using System.Net.Sockets;
using Endpoints.Transport.Linux.Loop;
using Endpoints.Transport.Linux.Native;
using Microsoft.Extensions.Logging.Abstractions;

namespace Endpoints.Transport.Linux.Tests.Loop;

/// <summary>Connections that begin.</summary>
public abstract partial class EngineTests
{
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
