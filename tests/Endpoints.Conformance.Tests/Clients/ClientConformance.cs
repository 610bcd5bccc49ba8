using Endpoints.Conformance.Tests.Doors;
using Endpoints.Conformance.Tests.Doors.Cases;

namespace Endpoints.Conformance.Tests.Clients;

/// <summary>
/// The conversations of the catalogue with our client in the place of the server: every frame changes its role on the way. Those about the
/// negotiation of compression are a server's; the client's is held by <c>DeflateOfferTests</c> and against other servers.
/// </summary>
public sealed class ClientConformance
{
    public static TheoryData<string> GroupIds =>
        [.. CaseCatalog.Groups.Where(group => group.Cases.Any(IsForClients)).Select(group => group.Id)];

    [Theory]
    [MemberData(nameof(GroupIds))]
    public async Task Every_case_of_the_group_passes_in_the_other_role(string id)
    {
        var client = new ClientUnderTest();
        await GroupRun.RunAsync(CaseCatalog.Find(id), IsForClients, client.OpenAsync);
        await client.WhenEnded.WaitAsync(GroupRun.Patience);
    }

    private static bool IsForClients(ConformanceCase scenario) => scenario.Offers.Length == 0 && scenario.Path != ConformanceEndpoints.PlainPath;
}
