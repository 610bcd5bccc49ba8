namespace Endpoints.Conformance.Tests.Doors;

public sealed class Http2Conformance(Http2Fixture door) : DoorConformance(door), IClassFixture<Http2Fixture>;
