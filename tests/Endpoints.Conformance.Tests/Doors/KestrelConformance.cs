namespace Endpoints.Conformance.Tests.Doors;

public sealed class KestrelConformance(KestrelFixture door) : DoorConformance(door), IClassFixture<KestrelFixture>;
