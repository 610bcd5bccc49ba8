namespace Endpoints.Conformance.Tests.Doors.Heads;

/// <summary>Kestrel reads the head and refuses some by itself; the others come to our handler.</summary>
public sealed class KestrelHeads(KestrelFixture door) : DoorHeads(door), IClassFixture<KestrelFixture>
{
    private protected override int ExpectedOf(HeadCase scenario) => scenario.Kestrel;
}
