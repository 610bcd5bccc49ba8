namespace Endpoints.Conformance.Tests.Doors;

public sealed class AspNetCoreOnEpollConformance(AspNetCoreOnEpollFixture door) : DoorConformance(door), IClassFixture<AspNetCoreOnEpollFixture>;
