using System.Net.Sockets;
using Endpoints.Integration.Tests.Doors;
using Endpoints.Options;
using Endpoints.TestKit.Doors;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Conformance.Tests.Doors;

/// <summary>Kestrel's connections over TCP, before HTTP.</summary>
public sealed class ConnectionFixture : DoorFixture
{
    internal override async Task<ITestDoor> StartAsync(Action<WebSocketEndpointOptions> configure, Action<IServiceCollection> addServices) =>
        await AspNetCoreDoor.StartAsync(configure, addServices, listen: listen => listen.UseWebSocketEndpoints());

    internal override void Reset(OpenedSession session) => KestrelFixture.Reset(((NetworkStream)session.Stream).Socket);
}
