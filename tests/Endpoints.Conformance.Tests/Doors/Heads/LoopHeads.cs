namespace Endpoints.Conformance.Tests.Doors.Heads;

/// <summary>Our own reader of heads, on the bytes where the kernel has put them.</summary>
public abstract class LoopHeads(LoopFixture door) : DoorHeads(door)
{
    private protected override int ExpectedOf(HeadCase scenario) => scenario.Ours;
}

public sealed class UringHeads(UringFixture door) : LoopHeads(door), IClassFixture<UringFixture>;

public sealed class EpollHeads(EpollFixture door) : LoopHeads(door), IClassFixture<EpollFixture>;
