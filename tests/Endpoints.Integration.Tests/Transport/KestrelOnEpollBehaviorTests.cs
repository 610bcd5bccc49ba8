using Endpoints.Integration.Tests.Behavior;
using Endpoints.Integration.Tests.Doors;
using Endpoints.Options;
using Endpoints.TestKit.Doors;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Integration.Tests.Transport;

public sealed class KestrelOnEpollBehaviorTests : EndpointBehaviorTests
{
    private protected override async Task<ITestDoor> StartAsync(
        Action<WebSocketEndpointOptions> configure, Action<IServiceCollection> addServices) =>
        await AspNetCoreDoor.StartAsync(
            configure, addServices, build: builder => TransportKind.Epoll.Use(builder), listen: listen => listen.UseWebSocketEndpoints());
}
