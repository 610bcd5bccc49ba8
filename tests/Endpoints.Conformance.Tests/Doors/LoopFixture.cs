using System.Net.Sockets;
using Endpoints.Integration.Tests.Doors;
using Endpoints.Options;
using Endpoints.TestKit.Doors;
using Endpoints.Transport.Linux;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Conformance.Tests.Doors;

/// <summary>The event loop over TCP, which reads and answers the heads itself.</summary>
public abstract class LoopFixture(LinuxEngine engine) : DoorFixture
{
    internal override async Task<ITestDoor> StartAsync(Action<WebSocketEndpointOptions> configure, Action<IServiceCollection> addServices) =>
        await LoopDoor.StartAsync(engine, Generated.Endpoints_Conformance_Tests.EndpointTable.Instance, configure, addServices);

    internal override void Reset(OpenedSession session) => KestrelFixture.Reset(((NetworkStream)session.Stream).Socket);
}

/// <summary>On io_uring.</summary>
public sealed class UringFixture() : LoopFixture(LinuxEngine.IoUring);

/// <summary>On epoll.</summary>
public sealed class EpollFixture() : LoopFixture(LinuxEngine.Epoll);
