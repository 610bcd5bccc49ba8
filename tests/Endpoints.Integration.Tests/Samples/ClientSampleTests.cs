using Endpoints.Integration.Tests.Clients;

namespace Endpoints.Integration.Tests.Samples;

/// <summary>The client sample, against the echo sample.</summary>
[Collection(EchoCollection.Name)]
public sealed class ClientSampleTests(EchoSample echo)
{
    [Fact]
    public async Task It_connects_and_closes_when_its_input_ends()
    {
        await using var client = ChildProcess.Start("dotnet", [Repository.GetSample("Client"), echo.Sample.GetEndpoint("/echo").ToString()]);
        Assert.Equal(0, await client.WaitForExitAsync());
        Assert.Contains("-- Connected", client.Output, StringComparison.Ordinal);
        Assert.Contains("-- 1000", client.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_says_how_it_is_used_and_why_it_was_refused()
    {
        await using var unused = ChildProcess.Start("dotnet", [Repository.GetSample("Client")]);
        Assert.Equal(2, await unused.WaitForExitAsync());
        Assert.Contains("usage:", unused.Output, StringComparison.Ordinal);

        await using var refused = ChildProcess.Start("dotnet", [Repository.GetSample("Client"), echo.Sample.GetEndpoint("/nowhere").ToString()]);
        Assert.Equal(1, await refused.WaitForExitAsync());
        Assert.Contains("It is 404.", refused.Output, StringComparison.Ordinal);
    }
}
