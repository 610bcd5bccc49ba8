using Endpoints.Conformance.Tests.Hostile;

namespace Endpoints.Conformance.Tests.Doors.Hostile;

[Collection(nameof(ProcessMemoryTests))]
public sealed class AspNetCoreOnEpollHostilePeers(AspNetCoreOnEpollFixture door) : HostilePeers(door), IClassFixture<AspNetCoreOnEpollFixture>;
