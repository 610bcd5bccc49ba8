using Endpoints.Conformance.Tests.Hostile;

namespace Endpoints.Conformance.Tests.Doors.Hostile;

[Collection(nameof(ProcessMemoryTests))]
public sealed class Http2HostilePeers(Http2Fixture door) : HostilePeers(door), IClassFixture<Http2Fixture>
{
    private protected override bool HasHeads => false;
}
