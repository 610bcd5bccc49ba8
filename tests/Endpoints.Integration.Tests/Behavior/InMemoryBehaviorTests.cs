using Endpoints.Options;
using Endpoints.TestKit.Doors;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Integration.Tests.Behavior;

public sealed class InMemoryBehaviorTests : EndpointBehaviorTests
{
    private protected override Task<ITestDoor> StartAsync(
        Action<WebSocketEndpointOptions> configure, Action<IServiceCollection> addServices) =>
        Task.FromResult<ITestDoor>(new InMemoryDoor(Generated.Endpoints_Integration_Tests.EndpointTable.Instance, configure, addServices));
}
