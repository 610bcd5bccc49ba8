using Endpoints.Integration.Tests.Behavior;
using Endpoints.Integration.Tests.Doors;
using Endpoints.Options;
using Endpoints.TestKit.Doors;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Integration.Tests.Transport;

public sealed class KestrelOnIoUringBehaviorTests : EndpointBehaviorTests
{
    private protected override async Task<ITestDoor> StartAsync(
        Action<WebSocketEndpointOptions> configure, Action<IServiceCollection> addServices) =>
        await AspNetCoreDoor.StartAsync(
            configure, addServices, build: builder => TransportKind.IoUring.Use(builder), listen: listen => listen.UseWebSocketEndpoints());
}
