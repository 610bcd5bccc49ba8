using Endpoints.Options;
using Endpoints.TestKit.Doors;
using Endpoints.TestKit.Net;
using Endpoints.Testing.Memory;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Conformance.Tests.Doors;

/// <summary>The runtime alone, which reads and answers the heads itself, over pipes.</summary>
public sealed class InMemoryFixture : DoorFixture
{
    internal override Task<ITestDoor> StartAsync(Action<WebSocketEndpointOptions> configure, Action<IServiceCollection> addServices) =>
        Task.FromResult<ITestDoor>(new InMemoryDoor(Generated.Endpoints_Conformance_Tests.EndpointTable.Instance, configure, addServices));

    internal override void Reset(OpenedSession session) => ((DuplexPipeStream)session.Stream).Abort();
}
