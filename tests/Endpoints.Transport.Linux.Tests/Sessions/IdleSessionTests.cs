using Endpoints.Connections;
using Endpoints.Integration.Tests.Doors;
using Endpoints.TestKit.Doors;
using Endpoints.TestKit.Frames;
using Endpoints.TestKit.Memory;
using Endpoints.TestKit.Net;
using Endpoints.Transport.Linux.Loop;
using Endpoints.Transport.Linux.Sessions;
using Endpoints.Transport.Linux.Tests.Loop;
using Endpoints.Transport.Linux.Tests.Stress;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Transport.Linux.Tests.Sessions;

/// <summary>What a session that was opened by a browser, sent a message and says nothing more makes the loop hold.</summary>
public sealed class IdleSessionTests
{
    /// <summary>Of the table of sockets, which grows by half when it is full: an entry and a half at most.</summary>
    private const int SlotSize = 8 + (8 / 2);

    private static readonly Type[] Borders = [typeof(EventLoop), typeof(TimerWheel), typeof(SessionRegistry)];

    [Theory]
    [InlineData(LinuxEngine.IoUring, "/idle/shared", 600)]
    [InlineData(LinuxEngine.Epoll, "/idle/shared", 600)]
    [InlineData(LinuxEngine.IoUring, "/idle/own", 1024)]
    [InlineData(LinuxEngine.Epoll, "/idle/own", 1024)]
    public async Task An_idle_session_holds_no_more_than_its_bytes(LinuxEngine engine, string path, int bound)
    {
        await using var door = await LoopDoor.StartAsync(
            engine,
            Generated.Endpoints_Transport_Linux_Tests.EndpointTable.Instance,
            addServices: services => services.AddSingleton<StressHub>(),
            listen: options => options.LoopCount = 1);
        await using var first = await OpenAsync(door, path, 1);
        await using var second = await OpenAsync(door, path, 2);
        var clients = await ClientsAsync(door.Listener.Loops[0]);

        var objects = ObjectSizes.Owned(clients[1], clients[0], Borders).ToList();

        var size = objects.Sum(row => row.Size) + SlotSize;
        Assert.True(size <= bound, $"{size}{Environment.NewLine}{string.Join(Environment.NewLine, objects)}");
        Assert.Contains(objects, row => row.Type.EndsWith(nameof(LoopSocket), StringComparison.Ordinal));
        Assert.Contains(objects, row => row.Type.EndsWith(nameof(WheelTimer), StringComparison.Ordinal));
        Assert.Contains(objects, row => row.Type.Contains(nameof(LoopConnectionFacts), StringComparison.Ordinal));
    }

    private static async Task<RawPeer> OpenAsync(LoopDoor door, string path, int number)
    {
        var peer = new RawPeer(await door.ConnectAsync());
        await peer.SendAsync(IdleSessions.Head(path, number));
        Assert.Equal(101, (await peer.ReadResponseAsync()).Status);
        await peer.SendAsync(FrameBuilder.Text("twenty bytes of text"));
        Assert.Equal("twenty bytes of text", await peer.ReadTextAsync());
        return peer;
    }

    private static async Task<SessionClient[]> ClientsAsync(EventLoop loop)
    {
        var found = new TaskCompletionSource<SessionClient[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        loop.Post(_ => found.SetResult([.. loop.Engine.Sockets.ToArray().Select(socket => (SessionClient)socket.Client)]), null);
        return await found.Task.WaitAsync(TestLoop.Patience);
    }
}
