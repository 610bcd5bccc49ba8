using Endpoints.Conformance.Tests.Hostile;

namespace Endpoints.Conformance.Tests.Doors.Hostile;

[Collection(nameof(ProcessMemoryTests))]
public sealed class ConnectionOnIoUringHostilePeers(ConnectionOnIoUringFixture door) : HostilePeers(door), IClassFixture<ConnectionOnIoUringFixture>;
