namespace Endpoints.Conformance.Tests.Doors;

public sealed class UringConformance(UringFixture door) : DoorConformance(door), IClassFixture<UringFixture>;

public sealed class EpollConformance(EpollFixture door) : DoorConformance(door), IClassFixture<EpollFixture>;
