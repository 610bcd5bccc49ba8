namespace Endpoints.Conformance.Tests.Doors;

public sealed class ConnectionOnIoUringConformance(ConnectionOnIoUringFixture door) : DoorConformance(door), IClassFixture<ConnectionOnIoUringFixture>;
