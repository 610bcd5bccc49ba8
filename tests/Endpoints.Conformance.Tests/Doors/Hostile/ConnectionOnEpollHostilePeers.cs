using Endpoints.Conformance.Tests.Hostile;

namespace Endpoints.Conformance.Tests.Doors.Hostile;

[Collection(nameof(ProcessMemoryTests))]
public sealed class ConnectionOnEpollHostilePeers(ConnectionOnEpollFixture door) : HostilePeers(door), IClassFixture<ConnectionOnEpollFixture>;
