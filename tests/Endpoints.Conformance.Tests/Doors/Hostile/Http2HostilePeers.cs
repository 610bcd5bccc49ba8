using Endpoints.Conformance.Tests.Hostile;

namespace Endpoints.Conformance.Tests.Doors.Hostile;

[Collection(nameof(ProcessMemoryTests))]
public sealed class Http2HostilePeers(Http2Fixture door) : HostilePeers(door), IClassFixture<Http2Fixture>
{
    // Still more than the windows of stream and connection. With 2,000 it has stalled for good once, which is not understood (docs/conformance.md).
    protected override int FloodMessages => 200;

    private protected override bool HasHeads => false;
}
