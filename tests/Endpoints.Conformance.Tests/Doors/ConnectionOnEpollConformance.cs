namespace Endpoints.Conformance.Tests.Doors;

public sealed class ConnectionOnEpollConformance(ConnectionOnEpollFixture door) : DoorConformance(door), IClassFixture<ConnectionOnEpollFixture>;
