namespace Endpoints.Integration.Tests.Clients;

/// <summary>Clients of other makes with permessage-deflate (RFC 7692), against the echo sample with <c>--compression</c>.</summary>
/// <remarks>The clients look at the response's header and at what is on the wire, so that none passes without compression.</remarks>
public sealed class CompressionClientTests(CompressingEchoSample echo) : IClassFixture<CompressingEchoSample>
{
    [Theory]
    [InlineData("compression")]
    [InlineData("compression with small windows")]
    [InlineData("compressed fragments")]
    [InlineData("compression declined")]
    [InlineData("bomb")]
    public Task Node_talks_to_the_echo_sample(string name) => PeerProgram.Node.RunAsync(echo.Sample, name);

    [Theory]
    [InlineData("compression")]
    [InlineData("compression with small windows")]
    [InlineData("compressed fragments")]
    [InlineData("compression declined")]
    [InlineData("bomb")]
    public Task Python_talks_to_the_echo_sample(string name) => PeerProgram.Python.RunAsync(echo.Sample, name);
}
