using Endpoints.Integration.Tests.Doors;
using Endpoints.Options;
using Endpoints.TestKit.Doors;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Integration.Tests.Behavior;

/// <summary>On Kestrel's connections, before HTTP; endpoints that need the pipeline are served by it.</summary>
public sealed class KestrelBehaviorTests : EndpointBehaviorTests
{
    private protected override async Task<ITestDoor> StartAsync(
        Action<WebSocketEndpointOptions> configure, Action<IServiceCollection> addServices) =>
        await AspNetCoreDoor.StartAsync(configure, addServices, listen: listen => listen.UseWebSocketEndpoints());
}

/// <summary>The same with larger blocks of memory.</summary>
public sealed class KestrelBlocksBehaviorTests : EndpointBehaviorTests
{
    private protected override async Task<ITestDoor> StartAsync(
        Action<WebSocketEndpointOptions> configure, Action<IServiceCollection> addServices) => await AspNetCoreDoor.StartAsync(
            configure, addServices, build: builder => builder.WebHost.UseKestrelBlocks(), listen: listen => listen.UseWebSocketEndpoints());
}
