using Endpoints.Integration.Tests.Doors;
using Endpoints.Options;
using Endpoints.TestKit.Doors;
using Endpoints.Transport.Linux;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Integration.Tests.Behavior;

public abstract class LoopBehaviorTests(LinuxEngine engine) : EndpointBehaviorTests
{
    private protected override async Task<ITestDoor> StartAsync(
        Action<WebSocketEndpointOptions> configure, Action<IServiceCollection> addServices) =>
        await LoopDoor.StartAsync(engine, Generated.Endpoints_Integration_Tests.EndpointTable.Instance, configure, addServices);
}

public sealed class UringBehaviorTests() : LoopBehaviorTests(LinuxEngine.IoUring);

public sealed class EpollBehaviorTests() : LoopBehaviorTests(LinuxEngine.Epoll);
