using Endpoints.Conformance.Tests.Doors;
using Endpoints.Conformance.Tests.Doors.Cases;

namespace Endpoints.Conformance.Tests.Clients;

/// <summary>The same conversations over HTTP/2 (RFC 8441).</summary>
public sealed class Http2ClientConformance
{
    [Theory]
    [MemberData(nameof(ClientConformance.GroupIds), MemberType = typeof(ClientConformance))]
    public async Task Every_case_of_the_group_passes_over_HTTP_2(string id)
    {
        await using var client = await Http2ClientUnderTest.StartAsync();
        await GroupRun.RunAsync(CaseCatalog.Find(id), client.OpenAsync);
        await client.WhenEnded.WaitAsync(GroupRun.Patience);
    }
}
