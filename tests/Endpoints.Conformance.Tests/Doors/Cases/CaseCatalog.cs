namespace Endpoints.Conformance.Tests.Doors.Cases;

/// <summary>All cases. docs/conformance.md lists them.</summary>
internal static class CaseCatalog
{
    public static IReadOnlyList<CaseGroup> Groups { get; } =
    [
        .. Section01Framing.Groups,
        .. Section02PingPong.Groups,
        .. Section03ReservedBits.Groups,
        .. Section04Opcodes.Groups,
        .. Section05Fragmentation.Groups,
        .. Section06Utf8.Groups,
        .. Section07Close.Groups,
        .. Section09Limits.Groups,
        .. Section10Chops.Groups,
        .. Section12Compression.Groups,
        .. Section13Negotiation.Groups,
    ];

    public static CaseGroup Find(string id) => Groups.Single(group => group.Id == id);
}
