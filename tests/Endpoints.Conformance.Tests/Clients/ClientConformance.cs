using Endpoints.Conformance.Tests.Doors;
using Endpoints.Conformance.Tests.Doors.Cases;

namespace Endpoints.Conformance.Tests.Clients;

/// <summary>
/// The conversations of the catalogue with our client in the place of the server: every frame changes its role on the way, and so does what
/// was agreed on for compression. How that is negotiated is another matter at this end: <c>DeflateOfferTests</c>.
/// </summary>
public sealed class ClientConformance
{
    public static TheoryData<string> GroupIds => [.. CaseCatalog.Groups.Select(group => group.Id)];

    [Theory]
    [MemberData(nameof(GroupIds))]
    public async Task Every_case_of_the_group_passes_in_the_other_role(string id)
    {
        var client = new ClientUnderTest();
        await GroupRun.RunAsync(CaseCatalog.Find(id), client.OpenAsync);
        await client.WhenEnded.WaitAsync(GroupRun.Patience);
    }
}
