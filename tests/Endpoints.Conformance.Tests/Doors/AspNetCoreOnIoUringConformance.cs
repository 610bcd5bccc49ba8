namespace Endpoints.Conformance.Tests.Doors;

public sealed class AspNetCoreOnIoUringConformance(AspNetCoreOnIoUringFixture door) : DoorConformance(door), IClassFixture<AspNetCoreOnIoUringFixture>;
