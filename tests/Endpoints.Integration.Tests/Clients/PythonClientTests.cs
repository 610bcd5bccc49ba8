namespace Endpoints.Integration.Tests.Clients;

/// <summary>Python's <c>websockets</c> against the echo sample.</summary>
[Collection(EchoCollection.Name)]
public sealed class PythonClientTests(EchoSample echo)
{
    [Theory]
    [InlineData("text")]
    [InlineData("binary")]
    [InlineData("random")]
    [InlineData("fragments")]
    [InlineData("pings")]
    [InlineData("close codes")]
    [InlineData("sub-protocols")]
    [InlineData("too large")]
    public Task Talks_to_the_echo_sample(string name) => PeerProgram.Python.RunAsync(echo.Sample, name);

    [Fact]
    public Task Is_told_1001_when_the_server_stops() => PeerProgram.Python.RunUntilServerStopsAsync("server stops");
}
