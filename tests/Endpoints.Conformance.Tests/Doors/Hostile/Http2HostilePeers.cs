using Endpoints.Conformance.Tests.Hostile;

namespace Endpoints.Conformance.Tests.Doors.Hostile;

[Collection(nameof(ProcessMemoryTests))]
public sealed class Http2HostilePeers(Http2Fixture door) : HostilePeers(door), IClassFixture<Http2Fixture>
{
    // More than our queue holds, and less than the windows of HTTP/2: a writer that those block has stalled for good, which is not understood (docs/conformance.md).
    protected override int FloodMessages => 40;

    private protected override bool HasHeads => false;
}
