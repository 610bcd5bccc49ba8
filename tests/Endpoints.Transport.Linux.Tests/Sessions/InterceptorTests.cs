using Endpoints.Dispatch;
using Endpoints.Integration.Tests.Doors;
using Endpoints.TestKit.Frames;
using Endpoints.TestKit.Net;
using Endpoints.Transport.Linux.Loop;
using Endpoints.Transport.Linux.Tests.Stress;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Transport.Linux.Tests.Sessions;

/// <summary>Handshakes that wait for something on a loop, which serves others meanwhile.</summary>
public sealed class InterceptorTests
{
    [Theory]
    [InlineData(LinuxEngine.IoUring)]
    [InlineData(LinuxEngine.Epoll)]
    public async Task A_handshake_that_waits_holds_nobody_up_and_comes_back_to_its_loop(LinuxEngine engine)
    {
        var interceptor = new WaitingInterceptor();
        await using var door = await StartAsync(engine, interceptor);
        await using var waiting = new RawPeer(await door.ConnectAsync());
        await waiting.SendAsync(RawPeer.Request("/idle/shared?wait=1"));
        var loop = await interceptor.Began.WaitAsync(TimeSpan.FromSeconds(30));

        await using (var other = new RawPeer(await door.ConnectAsync()))
        {
            await other.OpenAsync("/idle/shared");
            await other.SendAsync(FrameBuilder.Text("meanwhile"));
            Assert.Equal("meanwhile", await other.ReadTextAsync());
        }

        interceptor.Release();

        Assert.Equal(101, (await waiting.ReadResponseAsync()).Status);
        Assert.NotNull(loop);
        Assert.Same(loop, interceptor.ResumedOn);
        await waiting.SendAsync(FrameBuilder.Text("x"));
        Assert.Equal("x", await waiting.ReadTextAsync());
    }

    [Theory]
    [InlineData(LinuxEngine.IoUring)]
    [InlineData(LinuxEngine.Epoll)]
    public async Task A_listener_that_stops_ends_handshakes_that_wait(LinuxEngine engine)
    {
        var interceptor = new WaitingInterceptor();
        await using var door = await StartAsync(engine, interceptor);
        var server = door.Services.GetRequiredService<EndpointServer>();
        await using var waiting = new RawPeer(await door.ConnectAsync());
        await waiting.SendAsync(RawPeer.Request("/idle/shared?wait=1"));
        await interceptor.Began.WaitAsync(TimeSpan.FromSeconds(30));

        await door.StopAsync();

        Assert.True(await waiting.IsAtEndAsync());
        Assert.IsType<OperationCanceledException>(await interceptor.Failure.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal((0, 0), (server.SessionCount, server.Memory.Used));
    }

    private static Task<LoopDoor> StartAsync(LinuxEngine engine, WaitingInterceptor interceptor) => LoopDoor.StartAsync(
        engine,
        Generated.Endpoints_Transport_Linux_Tests.EndpointTable.Instance,
        addServices: services => services
            .AddSingleton<StressHub>()
            .AddSingleton(interceptor)
            .AddWebSocketHandshakeInterceptor<WaitingInterceptor>(),
        listen: options => options.LoopCount = 1);

    private sealed class WaitingInterceptor : IWebSocketHandshakeInterceptor
    {
        private readonly TaskCompletionSource<EventLoop?> _began = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource<Exception?> _failure = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<EventLoop?> Began => _began.Task;

        public Task<Exception?> Failure => _failure.Task;

        public EventLoop? ResumedOn { get; private set; }

        public void Release() => _released.SetResult();

        public async ValueTask BeforeAsync(WebSocketHandshakeContext context, CancellationToken cancellationToken)
        {
            if (context.Handshake.GetQueryValue("wait") is not null)
            {
                _began.SetResult(EventLoop.Current);
                await _released.Task.WaitAsync(cancellationToken);
                ResumedOn = EventLoop.Current;
            }
        }

        public ValueTask AfterAsync(WebSocketHandshakeContext context, Exception? failure)
        {
            if (context.Handshake.GetQueryValue("wait") is not null)
            {
                _failure.SetResult(failure);
            }

            return default;
        }
    }
}
