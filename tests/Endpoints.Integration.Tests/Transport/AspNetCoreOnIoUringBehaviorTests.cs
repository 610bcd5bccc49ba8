using Endpoints.Integration.Tests.Behavior;
using Endpoints.Integration.Tests.Doors;
using Endpoints.Options;
using Endpoints.TestKit.Doors;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Integration.Tests.Transport;

public sealed class AspNetCoreOnIoUringBehaviorTests : EndpointBehaviorTests
{
    private protected override async Task<ITestDoor> StartAsync(
        Action<WebSocketEndpointOptions> configure, Action<IServiceCollection> addServices) =>
        await AspNetCoreDoor.StartAsync(configure, addServices, build: builder => TransportKind.IoUring.Use(builder));
}
