namespace Endpoints.Integration.Tests.Clients;

/// <summary>Go's gorilla/websocket against the echo sample.</summary>
[Collection(EchoCollection.Name)]
public sealed class GoClientTests(EchoSample echo)
{
    [Theory]
    [InlineData("text")]
    [InlineData("binary")]
    [InlineData("random")]
    [InlineData("fragments")]
    [InlineData("pings")]
    [InlineData("close codes")]
    [InlineData("sub-protocols")]
    [InlineData("bad text")]
    [InlineData("too large")]
    public async Task Talks_to_the_echo_sample(string name) => await (await GoPeer.GetAsync()).RunAsync(echo.Sample, name);

    [Fact]
    public async Task Is_told_1001_when_the_server_stops() => await (await GoPeer.GetAsync()).RunUntilServerStopsAsync("server stops");
}
