using Endpoints.Integration.Tests.Behavior;
using Endpoints.Integration.Tests.Doors;
using Endpoints.Options;
using Endpoints.TestKit.Doors;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Integration.Tests.Transport;

/// <summary>Endpoints behind Kestrel on our transport.</summary>
/// <param name="kind">The transport.</param>
/// <param name="isBeforeHttp">Whether sessions begin on its connections; otherwise they are requests that are upgraded.</param>
public abstract class TransportBehaviorTests(TransportKind kind, bool isBeforeHttp) : EndpointBehaviorTests
{
    private protected override async Task<ITestDoor> StartAsync(
        Action<WebSocketEndpointOptions> configure, Action<IServiceCollection> addServices) =>
        await AspNetCoreDoor.StartAsync(
            configure,
            addServices,
            build: builder => kind.Use(builder),
            listen: listen =>
            {
                if (isBeforeHttp)
                {
                    listen.UseWebSocketEndpoints();
                }
            });
}
