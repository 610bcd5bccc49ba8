using Endpoints.Conformance.Tests.Hostile;

namespace Endpoints.Conformance.Tests.Doors.Hostile;

[Collection(nameof(ProcessMemoryTests))]
public sealed class AspNetCoreOnIoUringHostilePeers(AspNetCoreOnIoUringFixture door) : HostilePeers(door), IClassFixture<AspNetCoreOnIoUringFixture>;
