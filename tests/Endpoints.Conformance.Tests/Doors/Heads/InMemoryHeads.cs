namespace Endpoints.Conformance.Tests.Doors.Heads;

/// <summary>Our own reader of heads.</summary>
public sealed class InMemoryHeads(InMemoryFixture door) : DoorHeads(door), IClassFixture<InMemoryFixture>
{
    private protected override int ExpectedOf(HeadCase scenario) => scenario.Ours;
}
