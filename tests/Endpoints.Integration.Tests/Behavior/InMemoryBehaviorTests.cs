using Endpoints.Options;
using Endpoints.TestKit.Doors;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Integration.Tests.Behavior;

public sealed class InMemoryBehaviorTests : EndpointBehaviorTests
{
    private protected override Task<ITestDoor> StartAsync(
        Action<WebSocketEndpointOptions> configure, Action<IServiceCollection> addServices) =>
        Task.FromResult<ITestDoor>(new InMemoryDoor(Generated.Endpoints_Integration_Tests.EndpointTable.Instance, configure, addServices));

    [Fact]
    public void A_door_without_an_authorizer_does_not_start_where_handlers_need_one()
    {
        var error = Assert.Throws<InvalidOperationException>(
            () => new InMemoryDoor(Generated.Endpoints_Integration_Tests.EndpointTable.Instance, _ => { }, StagingEnvironment.Add));
        Assert.Contains("Register an ISessionAuthorizer", error.Message, StringComparison.Ordinal);
    }
}
