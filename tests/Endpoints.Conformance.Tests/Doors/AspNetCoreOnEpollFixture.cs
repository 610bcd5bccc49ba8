using Endpoints.Integration.Tests.Doors;
using Endpoints.Integration.Tests.Transport;
using Endpoints.Options;
using Endpoints.TestKit.Doors;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Conformance.Tests.Doors;

/// <summary>Kestrel over TCP on our transport, HTTP/1.1: sessions leave its pipes.</summary>
public sealed class AspNetCoreOnEpollFixture : DoorFixture
{
    internal override async Task<ITestDoor> StartAsync(Action<WebSocketEndpointOptions> configure, Action<IServiceCollection> addServices) =>
        await AspNetCoreDoor.StartAsync(configure, addServices, build: builder => TransportKind.Epoll.Use(builder));

    internal override void Reset(OpenedSession session) => KestrelFixture.Reset(((System.Net.Sockets.NetworkStream)session.Stream).Socket);
}
