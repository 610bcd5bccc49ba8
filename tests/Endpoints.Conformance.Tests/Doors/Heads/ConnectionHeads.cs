namespace Endpoints.Conformance.Tests.Doors.Heads;

/// <summary>
/// Our own reader of heads takes those that open a session or fail to; what it does not take for a handshake, ill-formed heads included, is
/// Kestrel's to answer. So to a client it is as if there were Kestrel alone.
/// </summary>
public sealed class ConnectionHeads(ConnectionFixture door) : DoorHeads(door), IClassFixture<ConnectionFixture>
{
    private protected override int ExpectedOf(HeadCase scenario) => scenario.Kestrel;
}
