using System.Net.Sockets;
using Endpoints.Integration.Tests.Doors;
using Endpoints.Integration.Tests.Transport;
using Endpoints.Options;
using Endpoints.TestKit.Doors;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Conformance.Tests.Doors;

/// <summary>Kestrel over TCP on our transport: sessions leave its pipes.</summary>
/// <param name="kind">The transport.</param>
/// <param name="isBeforeHttp">Whether sessions begin on its connections; otherwise they are requests that are upgraded.</param>
public abstract class TransportFixture(TransportKind kind, bool isBeforeHttp) : DoorFixture
{
    internal override async Task<ITestDoor> StartAsync(Action<WebSocketEndpointOptions> configure, Action<IServiceCollection> addServices) =>
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

    internal override void Reset(OpenedSession session) => KestrelFixture.Reset(((NetworkStream)session.Stream).Socket);
}
