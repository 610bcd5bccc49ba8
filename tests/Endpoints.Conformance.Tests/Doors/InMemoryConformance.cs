namespace Endpoints.Conformance.Tests.Doors;

public sealed class InMemoryConformance(InMemoryFixture door) : DoorConformance(door), IClassFixture<InMemoryFixture>;
