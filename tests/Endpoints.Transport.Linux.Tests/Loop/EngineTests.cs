using System.Net;
using System.Net.Sockets;
using Endpoints.Transport.Linux.Loop;
using Endpoints.Transport.Linux.Native;
using Microsoft.Extensions.Logging.Abstractions;

namespace Endpoints.Transport.Linux.Tests.Loop;

/// <summary>What an engine does with sockets; each derives from it and adds nothing but itself.</summary>
public abstract partial class EngineTests(LinuxEngine engine) : IAsyncLifetime
{
    private TestLoop _test = null!;

    public async Task InitializeAsync() => _test = await TestLoop.StartAsync(
        engine, new EngineSettings { ReceiveBufferSize = 8192, MinReceiveBuffers = 2, MaxReceiveBuffers = 64, IsGuarded = true });

    public async Task DisposeAsync() => await _test.DisposeAsync();

    /// <summary>A socket on the loop, and its peer.</summary>
    private async Task<(RecordingClient Client, Socket Peer)> ConnectAsync(
        RecordingClient? client = null, bool receives = true, int peerBuffer = 0, EndPoint? endPoint = null)
    {
        client ??= new RecordingClient();
        using var socket = ListeningSocket.Open(endPoint ?? new IPEndPoint(IPAddress.Loopback, 0), 16, sharesPort: false);
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
        var peer = endPoint is UnixDomainSocketEndPoint
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
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
}

public sealed class UringEngineTests() : EngineTests(LinuxEngine.IoUring);

public sealed class EpollEngineTests() : EngineTests(LinuxEngine.Epoll);
