namespace Endpoints.Conformance.Tests.Doors;

public sealed class ConnectionConformance(ConnectionFixture door) : DoorConformance(door), IClassFixture<ConnectionFixture>;
