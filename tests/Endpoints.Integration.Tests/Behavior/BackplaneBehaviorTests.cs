using Endpoints.Integration.Tests.Doors;
using Endpoints.Options;
using Endpoints.TestKit.Doors;
using Endpoints.Testing;
using Endpoints.Transport.Linux;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Integration.Tests.Behavior;

/// <summary>The whole suite where a backplane is registered and connected: no endpoint is to notice.</summary>
public abstract class BackplaneBehaviorTests : EndpointBehaviorTests
{
    private protected override async Task<ITestDoor> StartAsync(
        Action<WebSocketEndpointOptions> configure, Action<IServiceCollection> addServices)
    {
        var door = await StartDoorAsync(configure, services =>
        {
            // Tests of several servers bring one of their own, which counts.
            services.AddWebSocketBackplane(new InMemoryBackplane());
            addServices(services);
        });
        await Condition.UntilAsync(() => JoinedDoors.ClusterOf(door).State == Backplanes.WebSocketBackplaneState.Connected);
        return door;
    }

    private protected abstract Task<ITestDoor> StartDoorAsync(Action<WebSocketEndpointOptions> configure, Action<IServiceCollection> addServices);
}

public sealed class InMemoryWithBackplaneBehaviorTests : BackplaneBehaviorTests
{
    private protected override Task<ITestDoor> StartDoorAsync(
        Action<WebSocketEndpointOptions> configure, Action<IServiceCollection> addServices) =>
        Task.FromResult<ITestDoor>(new InMemoryDoor(Generated.Endpoints_Integration_Tests.EndpointTable.Instance, configure, addServices));
}

public sealed class EpollWithBackplaneBehaviorTests : BackplaneBehaviorTests
{
    private protected override async Task<ITestDoor> StartDoorAsync(
        Action<WebSocketEndpointOptions> configure, Action<IServiceCollection> addServices) =>
        await LoopDoor.StartAsync(LinuxEngine.Epoll, Generated.Endpoints_Integration_Tests.EndpointTable.Instance, configure, addServices);
}
