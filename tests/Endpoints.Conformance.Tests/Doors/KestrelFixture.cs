using System.Net.Sockets;
using Endpoints.Integration.Tests.Doors;
using Endpoints.Options;
using Endpoints.TestKit.Doors;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Conformance.Tests.Doors;

/// <summary>Kestrel over TCP, HTTP/1.1.</summary>
public sealed class KestrelFixture : DoorFixture
{
    internal override async Task<ITestDoor> StartAsync(Action<WebSocketEndpointOptions> configure, Action<IServiceCollection> addServices) =>
        await AspNetCoreDoor.StartAsync(configure, addServices);

    internal override void Reset(OpenedSession session) => Reset(((NetworkStream)session.Stream).Socket);

    /// <summary>RST instead of FIN.</summary>
    internal static void Reset(Socket socket)
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }
}
