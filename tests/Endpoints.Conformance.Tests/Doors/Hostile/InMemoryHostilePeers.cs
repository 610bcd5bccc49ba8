using Endpoints.Conformance.Tests.Hostile;

namespace Endpoints.Conformance.Tests.Doors.Hostile;

[Collection(nameof(ProcessMemoryTests))]
public sealed class InMemoryHostilePeers(InMemoryFixture door) : HostilePeers(door), IClassFixture<InMemoryFixture>;
